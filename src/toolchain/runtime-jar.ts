import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { error } from "../diagnostics/report.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { JavaInstallation, RuntimeJar, SparkInstallation } from "../model/toolchain.ts";
import { withLock } from "./lock.ts";
import type { ToolchainPorts } from "./ports.ts";
import { runProcess } from "./run-process.ts";
import { type FileInZip, writeZip } from "./zip-writer.ts";

const jarName = "amaterasu-runtime.jar";

/** The runtime's sources, and what its compilation depends on besides. */
interface Sources {
  readonly folder: string;
  readonly options: string;
  /** Absolute paths. */
  readonly scala: readonly string[];
  readonly resources: readonly FileInZip[];
  readonly digest: string;
}

/**
 * The Scala host as a jar that fits a Spark: one shipped beside the program, one made before, or one compiled now by
 * Spark's own compiler. Its digest names it, so changed sources give another jar.
 */
export async function ensureRuntimeJar(
  program: string,
  spark: SparkInstallation,
  java: JavaInstallation,
  ports: ToolchainPorts,
): Promise<Result<RuntimeJar>> {
  const sources = readSources(program, spark);
  const found = findRuntimeJar(program, sources.digest, ports);
  if (found !== undefined) return ok(found);
  const folder = join(ports.folders.cache, "runtime", sources.digest.slice(0, 16));
  const onWait = (holder: string) => ports.progress({ is: "waiting", what: "the runtime", holder });
  const lock = join(ports.folders.cache, "locks", `runtime-${sources.digest.slice(0, 16)}`);
  return withLock(lock, { signal: ports.signal, onWait }, async () => {
    const there = findRuntimeJar(program, sources.digest, ports);
    return there === undefined ? build(sources, folder, spark, java, ports) : ok(there);
  });
}

/** The jar for these sources, if it is there already. */
export function inspectRuntimeJar(
  program: string,
  spark: SparkInstallation,
  ports: ToolchainPorts,
): RuntimeJar | undefined {
  return findRuntimeJar(program, readSources(program, spark).digest, ports);
}

function findRuntimeJar(program: string, digest: string, ports: ToolchainPorts): RuntimeJar | undefined {
  const { cache, readOnlyCaches } = ports.folders;
  const inCache = [cache, ...readOnlyCaches].map((folder) => join(folder, "runtime", digest.slice(0, 16), jarName));
  const path = [join(program, "dist", "runtime", `${digest}.jar`), ...inCache].find((candidate) =>
    existsSync(candidate),
  );
  return path === undefined ? undefined : { path, digest };
}

function readSources(program: string, spark: SparkInstallation): Sources {
  const folder = join(program, "runtimes", "scala", "src", "main");
  const options = readFileSync(join(program, "runtimes", "scala", "scalac.options"), "utf8");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const hash = createHash("sha256").update(`1\0${spark.version}\0${spark.scala}\0${options}`);
  const contents = files.map((path) => ({ path, name: relative(folder, path), content: readFileSync(path) }));
  for (const { name, content } of contents) hash.update(`\0${name}\0${content.length}\0`).update(content);
  return {
    folder,
    options,
    scala: files.filter((path) => path.endsWith(".scala")),
    resources: contents
      .filter(({ name }) => name.startsWith("resources/"))
      .map(({ name, content }) => ({ name: name.slice("resources/".length), content })),
    digest: hash.digest("hex"),
  };
}

async function build(
  sources: Sources,
  folder: string,
  spark: SparkInstallation,
  java: JavaInstallation,
  ports: ToolchainPorts,
): Promise<Result<RuntimeJar>> {
  const started = performance.now();
  ports.progress({ is: "working", what: "the runtime", doing: "compiling" });
  const work = `${folder}.partial`;
  const classes = join(work, "classes");
  await rm(work, { recursive: true, force: true });
  await mkdir(classes, { recursive: true });
  const compiled = await compile(sources, classes, spark, java, ports.signal);
  if (compiled !== undefined) return failed(notCompiled(spark, compiled));
  await writeFile(join(work, jarName), writeZip(filesOf(classes, sources)));
  await rm(classes, { recursive: true });
  await rm(folder, { recursive: true, force: true });
  await rename(work, folder);
  ports.progress({ is: "done", what: "the runtime", ms: performance.now() - started });
  return ok({ path: join(folder, jarName), digest: sources.digest });
}

/** Returns the compiler's words where it failed. */
async function compile(
  sources: Sources,
  classes: string,
  spark: SparkInstallation,
  java: JavaInstallation,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const options = sources.options.split("\n").map((line) => line.trim());
  const argumentFile = join(classes, "..", "arguments");
  const lines = [...options.filter((line) => line !== ""), "-usejavacp", "-d", classes, ...sources.scala];
  await writeFile(argumentFile, lines.map((line) => `"${line.replaceAll(/["\\]/g, "\\$&")}"`).join("\n"));
  const { code, output } = await runProcess(
    java.executable,
    // Half the time of the default: for one compilation the optimising compiler does not pay.
    [
      "-Xss4m",
      "-XX:+UseSerialGC",
      "-XX:TieredStopAtLevel=1",
      "-cp",
      spark.jars.join(":"),
      "scala.tools.nsc.Main",
      `@${argumentFile}`,
    ],
    { signal },
  );
  await rm(argumentFile);
  return code === 0 ? undefined : output;
}

function filesOf(classes: string, sources: Sources): readonly FileInZip[] {
  const manifest = { name: "META-INF/MANIFEST.MF", content: Buffer.from("Manifest-Version: 1.0\r\n\r\n") };
  const compiled = readdirSync(classes, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ name: relative(classes, path), content: readFileSync(path) }));
  return [manifest, ...compiled, ...sources.resources.filter(({ name }) => name !== manifest.name)];
}

function notCompiled(spark: SparkInstallation, output: string) {
  const lines = output.trim().split("\n");
  return error("AMA1712", `The runtime did not compile against Spark ${spark.version} in ${spark.home}.`, {
    hint: `The compiler said:\n${lines.slice(-40).join("\n")}`,
  });
}
