import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { JarRequirements } from "../model/dependencies.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { type LockedSet, lockKey, readLock, writeLock } from "./lock-file.ts";

const at = { file: "deps/jars.yml", line: 1, column: 1 };
const requirements: JarRequirements = {
  repositories: [],
  artifacts: [{ groupId: "g", artifactId: "a", version: "1", exclusions: [], at }],
  missing: "error",
};

function set(spark: string, declared = "d"): LockedSet {
  return { declared, spark, scala: "2.13", repositories: [], jars: [], provided: [], missing: [] };
}

function lockFile(): string {
  return join(temporaryFolder(), "deps/jars.lock");
}

test("the key holds what decides the jars, and not where it is written", () => {
  const key = lockKey(requirements, "4.2.0", "2.13");
  const [artifact] = requirements.artifacts;
  if (artifact === undefined) throw new Error("no artifact");
  expect(
    lockKey(
      { ...requirements, artifacts: [{ ...artifact, at: { ...at, line: 9 } }], missing: "warn" },
      "4.2.0",
      "2.13",
    ),
  ).toEqual(key);
  expect(lockKey({ ...requirements, artifacts: [{ ...artifact, version: "2" }] }, "4.2.0", "2.13")).not.toEqual(key);
  expect(
    lockKey(
      { ...requirements, repositories: [{ id: "x", type: "default", url: "https://x.example.com", at }] },
      "4.2.0",
      "2.13",
    ),
  ).not.toEqual(key);
  const exclusions = [{ groupId: "*", artifactId: "*" }];
  expect(lockKey({ ...requirements, artifacts: [{ ...artifact, exclusions }] }, "4.2.0", "2.13")).not.toEqual(key);
});

test("environments that differ in Spark's version keep their sets side by side, until the declarations change", async () => {
  const file = lockFile();
  expect(await readLock(file, set("4.2.0"))).toEqual({ is: "absent" });
  await writeLock(file, set("4.2.0"));
  await writeLock(file, set("4.1.0"));
  expect(await readLock(file, set("4.2.0"))).toEqual({ is: "found", set: set("4.2.0") });
  expect(await readLock(file, set("4.1.0"))).toMatchObject({ is: "found" });
  expect(await readLock(file, set("4.0.0"))).toEqual({ is: "stale" });
  await writeLock(file, set("4.2.0", "changed"));
  expect(await readLock(file, set("4.1.0"))).toEqual({ is: "stale" });
});

test("the same set is the same text", async () => {
  const [one, two] = [lockFile(), lockFile()];
  await writeLock(one, set("4.2.0"));
  await writeLock(one, set("4.1.0"));
  await writeLock(two, set("4.1.0"));
  await writeLock(two, set("4.2.0"));
  expect(readFileSync(one, "utf8")).toBe(readFileSync(two, "utf8"));
});

test("a file that was merged badly, or leads out of its repository, is no lock", async () => {
  const file = lockFile();
  await writeLock(file, set("4.2.0"));
  const jar = {
    coordinates: "g:a:1",
    declared: true,
    askedBy: [],
    repository: "central",
    size: 1,
    sha256: "0".repeat(64),
  };
  const evil = { ...set("4.2.0"), jars: [{ ...jar, path: "g/../../../etc/passwd" }] };
  for (const text of [
    "<<<<<<< HEAD\n{}",
    JSON.stringify({ version: 2 }),
    JSON.stringify({ version: 1, about: "", sets: [evil] }),
  ]) {
    writeFileSync(file, text);
    expect(await readLock(file, set("4.2.0"))).toMatchObject({ is: "unusable" });
  }
});
