import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { Toolchain } from "../../src/model/toolchain.ts";
import { hostClassPath, hostJavaOptions } from "../../src/toolchain/host-java-options.ts";
import { toolchain } from "../toolchain.ts";
import { playVectors, sumUp } from "./play-vectors.ts";

/** The runner vectors, against each runner as `ama run` starts it; names of vectors play only those. */
const installed = toolchain();
const executable = join(installed.java.home, "bin/java");
const jars = readdirSync(join(installed.spark.home, "jars")).toSorted();
const cache = installed.startupCache;
const host: Toolchain = {
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
const only = process.argv.slice(2);
const options = { transcript: true, ...(only.length === 0 ? {} : { only }) };

console.log("spark-scala");
const onHost = await playVectors(
  {
    command: [executable, ...hostJavaOptions(host), "-cp", hostClassPath(host).join(":"), "amaterasu.host.Main"],
    type: "spark-scala",
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
  },
  { ...options, lanes: 2 },
);

console.log("\npython");
const root = join(import.meta.dirname, "../..");
const inPython = await playVectors(
  {
    command: ["python3", "-m", "amaterasu.worker"],
    type: "python",
    env: { PYTHONPATH: join(root, "runtimes/python/src") },
  },
  { ...options, lanes: 4 },
);

console.log("\nr");
execFileSync("sh", [join(root, "scripts/test/ensure-r.sh")], { stdio: "inherit" });
const worker = ["Rscript", "--no-save", "--no-restore", join(root, "runtimes/r/worker.R")];
const inR = await playVectors({ command: worker, type: "r" }, { ...options, lanes: 2 });

process.exitCode = sumUp([onHost, inPython, inR]);
