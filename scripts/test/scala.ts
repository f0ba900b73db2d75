import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { toolchain } from "../toolchain.ts";

/** The Spark host's own tests, on the managed Spark and Java. */
const { spark, java } = toolchain();
const script = join(import.meta.dirname, "../../runtimes/scala/test.sh");
const { status } = spawnSync("sh", [script], {
  stdio: "inherit",
  env: { ...process.env, SPARK_HOME: spark.home, JAVA_HOME: java.home },
});
process.exitCode = status ?? 1;
