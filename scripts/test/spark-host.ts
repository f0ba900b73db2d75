import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Toolchain } from "../../src/model/toolchain.ts";
import type { RunnerProgram } from "../../src/protocol/vectors/runner-process.ts";
import { hostClassPath, hostJavaOptions } from "../../src/toolchain/host-java-options.ts";
import { toolchain } from "../toolchain.ts";

/** The Spark host as `ama run` starts it, on two threads of this machine. */
export function sparkHost(): RunnerProgram {
  const host = hostToolchain();
  return {
    command: [
      host.java.executable,
      ...hostJavaOptions(host),
      "-Djava.io.tmpdir={folder}/tmp",
      "-cp",
      hostClassPath(host).join(":"),
      "amaterasu.host.Main",
    ],
    env: { SPARK_HOME: host.spark.home, SPARK_LOCAL_IP: "127.0.0.1" },
    hostFile: {
      classesDir: "{folder}/classes",
      runtimeJar: host.runtime.path,
      spark: {
        "spark.master": "local[2]",
        "spark.app.name": "vectors",
        "spark.ui.enabled": "false",
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.warehouse.dir": "{folder}/warehouse",
        "spark.local.dir": "{folder}/local",
      },
    },
  };
}

function hostToolchain(): Toolchain {
  const installed = toolchain();
  const executable = join(installed.java.home, "bin/java");
  const jars = readdirSync(join(installed.spark.home, "jars")).toSorted();
  const cache = installed.startupCache;
  return {
    spark: {
      ...installed.spark,
      scala: "2.13",
      jars: jars.map((jar) => join(installed.spark.home, "jars", jar)),
      origin: "managed",
    },
    java: {
      ...installed.java,
      executable,
      major: Number.parseInt(installed.java.version, 10),
      modules: execFileSync(executable, ["--list-modules"], { encoding: "utf8" })
        .split("\n")
        .map((line) => line.replace(/@.*/, "")),
      origin: "managed",
    },
    runtime: { path: installed.runtimeJar, digest: "" },
    ...(cache === null ? {} : { startupCache: { kind: cache.endsWith(".aot") ? "aot" : "cds", path: cache } }),
  };
}
