import { join } from "node:path";
import { expect, test } from "vitest";
import type { JavaMachine } from "./choose-java.ts";
import { chooseJava } from "./choose-java.ts";
import { chooseSpark } from "./choose-spark.ts";
import { fakeJava, fakeSpark } from "./fake-installations.test-support.ts";
import { scratch } from "./setup.test-support.ts";

function spark(env: Record<string, string>, request: Parameters<typeof chooseSpark>[0] = {}) {
  const { ok, diagnostics, ...rest } = chooseSpark(request, env);
  const choice = ok && "value" in rest ? rest.value : undefined;
  return {
    is: choice?.is,
    version: choice?.spark.version,
    codes: diagnostics.map((d) => d.code),
    says: diagnostics.map((d) => d.message).join(),
  };
}

function java(env: Record<string, string>, javaHome?: string, machine: Partial<JavaMachine> = {}) {
  const request = javaHome === undefined ? {} : { javaHome };
  const chosen = chooseJava(request, "4.2.0", { env, platform: "darwin", arch: "arm64", ...machine });
  const choice = chosen.ok ? chosen.value : undefined;
  return {
    is: choice?.is,
    major: choice?.java.major,
    codes: chosen.diagnostics.map((d) => d.code),
    says: chosen.diagnostics.map((d) => d.message).join(),
  };
}

test("a supported SPARK_HOME is used, one that is not is passed over with a reason", () => {
  using folder = scratch();
  const good = fakeSpark(join(folder.path, "good"), "4.2.3");
  const old = fakeSpark(join(folder.path, "old"), "2.4.8", "2.11.12");
  expect(spark({ SPARK_HOME: good })).toMatchObject({ is: "found", version: "4.2.3", codes: [] });
  expect(spark({ SPARK_HOME: old })).toMatchObject({ is: "managed", version: "4.2.0", codes: ["AMA1711"] });
  expect(spark({ SPARK_HOME: old }).says).toContain("Spark 2.4.8");
  expect(spark({ SPARK_HOME: folder.path }).says).toContain("no Spark");
  expect(spark({})).toMatchObject({ is: "managed", version: "4.2.0", codes: [] });
});

test("what the environment asks for wins, and is an error where it cannot be", () => {
  using folder = scratch();
  const good = fakeSpark(join(folder.path, "good"), "4.2.3");
  const old = fakeSpark(join(folder.path, "old"), "3.5.1", "2.12.18");
  expect(spark({ SPARK_HOME: old }, { sparkHome: good })).toMatchObject({ is: "found", codes: [] });
  expect(spark({}, { sparkHome: old }).codes).toEqual(["AMA1707"]);
  expect(spark({}, { sparkHome: good, sparkVersion: "4.2.0" }).says).toContain("asks for 4.2.0");
  expect(spark({ SPARK_HOME: good }, { sparkVersion: "4.2.0" })).toMatchObject({ is: "managed", version: "4.2.0" });
  expect(spark({}, { sparkVersion: "4.2" })).toMatchObject({ is: "managed", version: "4.2.0" });
  expect(spark({}, { sparkVersion: "2.4.8" }).codes).toEqual(["AMA1708"]);
});

test("a supported JAVA_HOME is used, Java 8 is passed over", () => {
  using folder = scratch();
  const seventeen = fakeJava(join(folder.path, "17"), "17.0.15");
  const eight = fakeJava(join(folder.path, "8"), "1.8.0_402");
  expect(java({ JAVA_HOME: seventeen })).toMatchObject({ is: "found", major: 17, codes: [] });
  expect(java({ JAVA_HOME: eight })).toMatchObject({ is: "managed", major: 25, codes: ["AMA1711"] });
  expect(java({ JAVA_HOME: eight }).says).toContain("it is Java 8, and Spark 4.2.0 runs on 17, 21, 25");
  expect(java({ JAVA_HOME: eight }, seventeen)).toMatchObject({ is: "found", major: 17 });
  expect(java({}, eight).codes).toEqual(["AMA1709"]);
});

test("where no Java is managed, one on the PATH does", () => {
  using folder = scratch();
  const onPath = fakeJava(join(folder.path, "21"), "21.0.8");
  const machine = { platform: "freebsd", arch: "x64" } as const;
  expect(java({ PATH: `/nowhere:${join(onPath, "bin")}` }, undefined, machine)).toMatchObject({
    is: "found",
    major: 21,
  });
  expect(java({ PATH: "/nowhere" }, undefined, machine).codes).toEqual(["AMA1710"]);
});
