import { existsSync } from "node:fs";
import { join } from "node:path";
import { toolchain } from "../toolchain.ts";

/** Installs what the suites after this one share, and looks whether it is all there. */
const { spark, java, runtimeJar } = toolchain();
const wanted = [join(spark.home, "jars"), join(java.home, "bin/java"), runtimeJar];
const missing = wanted.filter((path) => !existsSync(path));
for (const path of missing) console.log(`${path} is missing after set-up`);
console.log(`Spark ${spark.version}, Java ${java.version}`);
console.log(`${wanted.length - missing.length} passed, ${missing.length} failed`);
process.exitCode = missing.length === 0 ? 0 : 1;
