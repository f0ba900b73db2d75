import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { toolchain } from "../toolchain.ts";
import { pythonForTests } from "./python-environment.ts";

/** The Python worker's own tests; parts of tests' names run only those. */
const { spark, java, runtimeJar } = toolchain();
const folder = join(import.meta.dirname, "../../runtimes/python");
const pyspark = join(spark.home, "python");
const py4j = readdirSync(join(pyspark, "lib")).filter((file) => file.startsWith("py4j-"));
const path = [join(folder, "src"), pyspark, ...py4j.map((file) => join(pyspark, "lib", file))];
const { status } = spawnSync(pythonForTests(), ["-m", "tests", ...process.argv.slice(2)], {
  cwd: folder,
  stdio: "inherit",
  env: {
    ...process.env,
    SPARK_HOME: spark.home,
    JAVA_HOME: java.home,
    AMA_RUNTIME_JAR: runtimeJar,
    PYTHONPATH: path.join(delimiter),
  },
});
process.exitCode = status ?? 1;
