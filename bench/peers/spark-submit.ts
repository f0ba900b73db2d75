import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { type Command, measure } from "../measure.ts";

/** The Java of the machine: the managed one lacks a module that Spark's own launch scripts ask for. */
const env = {
  JAVA_HOME: process.env["BENCH_JAVA_HOME"] ?? "",
  SPARK_LOCAL_IP: "127.0.0.1",
  SPARK_SCALA_VERSION: "2.13",
};

/** Compiles `bench/peers/<name>.scala` with Spark's own compiler into a jar in `folder`. */
export function compilePeer({ root, sparkHome, javaHome }: Bench, name: string, folder: string): string {
  const classes = join(folder, `${name}-classes`);
  mkdirSync(classes);
  const jars = readdirSync(join(sparkHome, "jars")).map((jar) => join(sparkHome, "jars", jar));
  const compiler = ["-Xss4m", "-cp", jars.join(":"), "scala.tools.nsc.Main", "-usejavacp", "-d", classes];
  execFileSync(join(javaHome, "bin/java"), [...compiler, join(root, `bench/peers/${name}.scala`)]);
  const jar = join(folder, `${name}.jar`);
  const zip = "import shutil, sys; shutil.make_archive(sys.argv[1], 'zip', sys.argv[2])";
  execFileSync("python3", ["-c", zip, jar, classes]);
  execFileSync("mv", [`${jar}.zip`, jar]);
  return jar;
}

export function sparkSubmit({ sparkHome }: Bench, jar: string, name: string, out: string, master: string): Command {
  const args = ["--master", master, "--conf", "spark.ui.enabled=false", "--class", name, jar, out];
  return { command: join(sparkHome, "bin/spark-submit"), args, env: { ...env, SPARK_HOME: sparkHome } };
}

/** spark-shell, fed a file of statements that ends it. */
export function sparkShell({ root, sparkHome }: Bench, file: string, out: string): Command {
  const args = ["--master", "local[*]", "--conf", "spark.ui.enabled=false", "-i", join(root, "bench/peers", file)];
  return { command: join(sparkHome, "bin/spark-shell"), args, env: { ...env, SPARK_HOME: sparkHome, BENCH_OUT: out } };
}

export async function time(command: Command): Promise<number> {
  return (await measure(command)).ms;
}
