import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readZip } from "../../src/toolchain/zip-reader.ts";
import { toolchain } from "../toolchain.ts";
import { pythonForTests } from "./python-environment.ts";

const samples = join(import.meta.dirname, "ide");
const { spark, java } = toolchain();

/** Whether the jar and the wheel in `ide` have the names with their types, as Scala's compiler and mypy see them. */
export function ideNames(ide: string, scratch: string): readonly boolean[] {
  const find = (pattern: RegExp): string => join(ide, readdirSync(ide).find((name) => pattern.test(name)) ?? "missing");
  return [
    passes("jar for IDEs", jarProblem(find(/^amaterasu-api_2\.13-[\d.]+\.jar$/), join(scratch, "ide-jar"))),
    passes("its sources", sourcesProblem(find(/-sources\.jar$/))),
    passes("wheel for IDEs", wheelProblem(find(/\.whl$/), join(scratch, "ide-wheel"))),
  ];
}

function passes(name: string, problem: string | undefined): boolean {
  console.log(`${problem === undefined ? "✓" : "✗"} ${name}`);
  if (problem !== undefined) console.log(problem);
  return problem === undefined;
}

/** The names compile with nothing but Spark beside the jar; one that is not there does not. */
function jarProblem(jar: string, folder: string): string | undefined {
  const internals = readZip(readFileSync(jar)).filter(({ read }) => read().includes("amaterasu/host/"));
  if (internals.length > 0) return `these need the runtime: ${internals.map(({ name }) => name).join(" ")}`;
  const source = readFileSync(join(samples, "Names.scala"), "utf8");
  const right = compile(jar, join(folder, "right"), source);
  if (right.status !== 0) return right.output;
  const wrong = compile(jar, join(folder, "wrong"), source.replace("context.getRDD", "context.getRdd"));
  return wrong.output.includes("value getRdd is not a member")
    ? undefined
    : `a wrong name is not told: ${wrong.output}`;
}

function compile(jar: string, folder: string, source: string): Ended {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "Names.scala");
  writeFileSync(file, source);
  const jvm = ["-Xss4m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", `${spark.home}/jars/*:${jar}`];
  return run(join(java.home, "bin/java"), [...jvm, "scala.tools.nsc.Main", "-usejavacp", "-d", folder, file]);
}

/** Each file of the jar for IDEs has its source there, with docs. */
function sourcesProblem(jar: string): string | undefined {
  const files = readZip(readFileSync(jar)).filter(({ name }) => name.endsWith(".scala"));
  const bare = files.filter(({ read }) => !read().includes("/**"));
  if (files.length === 0) return "there are none";
  return bare.length === 0 ? undefined : `without docs: ${bare.map(({ name }) => name).join(" ")}`;
}

/** In an environment that has the wheel alone, and Spark's Python beside it, mypy finds the types; a wrong one is told. */
function wheelProblem(wheel: string, folder: string): string | undefined {
  const python = join(folder, "bin/python");
  const steps: readonly (readonly [string, readonly string[]])[] = [
    ["python3", ["-m", "venv", folder]],
    [python, ["-m", "pip", "install", "--quiet", "--no-index", "--disable-pip-version-check", wheel]],
    [python, ["-c", "import amaterasu.pyspark.runtime as names; help(names.AmaContext.get_dataframe)"]],
  ];
  for (const [program, args] of steps) {
    const { status, output } = run(program, args);
    if (status !== 0) return output;
  }
  const [packages = ""] = readdirSync(join(folder, "lib")).map((name) => join(folder, "lib", name, "site-packages"));
  writeFileSync(join(packages, "spark.pth"), join(spark.home, "python"));
  const source = readFileSync(join(samples, "names.py"), "utf8");
  const right = typeCheck(python, folder, source);
  if (right.status !== 0) return right.output;
  const wrong = typeCheck(python, folder, source.replace("env.name, str", "env.name, int"));
  return wrong.output.includes('"str", not "int"') ? undefined : `a wrong type is not told: ${wrong.output}`;
}

function typeCheck(python: string, folder: string, source: string): Ended {
  const file = join(folder, "names.py");
  writeFileSync(file, source);
  const options = ["--strict", "--python-executable", python, "--cache-dir", join(folder, "mypy")];
  return run(pythonForTests(), ["-m", "mypy", ...options, file]);
}

interface Ended {
  readonly status: number | null;
  readonly output: string;
}

function run(program: string, args: readonly string[]): Ended {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  return { status, output: error === undefined ? `${stdout}${stderr}` : error.message };
}
