import { ok, type Result } from "../model/result.ts";
import type { JavaInstallation, SparkInstallation, Toolchain, ToolchainRequest } from "../model/toolchain.ts";
import { chooseJava } from "./choose-java.ts";
import { chooseSpark } from "./choose-spark.ts";
import { install } from "./install.ts";
import { inspectJava } from "./java-installation.ts";
import { installableJava, installableSpark } from "./managed.ts";
import type { ToolchainPorts } from "./ports.ts";
import { programFolder } from "./program-folder.ts";
import { reportWriteProblems } from "./report-write-problems.ts";
import { ensureRuntimeJar } from "./runtime-jar.ts";
import { inspectSpark } from "./spark-installation.ts";
import { ensureStartupCache, findStartupCache, type Train } from "./startup-cache.ts";

export interface ToolchainOptions {
  /** Makes the start-up cache where there is none; without it, one that is there is used. */
  readonly train?: Train;
  /** Tries again to make a start-up cache that could not be made. */
  readonly again?: boolean;
  /** Where the runtime's sources lie; the program's own folder, but for tests. */
  readonly program?: string;
}

/**
 * Spark, Java, the runtime and its start-up cache, ready for use: found, or installed and built now with progress. Two
 * starts at once share the work. When all is there this takes a few milliseconds, and nothing is asked of the network.
 */
export async function ensureToolchain(
  request: ToolchainRequest,
  ports: ToolchainPorts,
  options: ToolchainOptions = {},
): Promise<Result<Toolchain>> {
  const chosenSpark = chooseSpark(request, ports.env);
  if (!chosenSpark.ok) return chosenSpark;
  const chosenJava = chooseJava(request, chosenSpark.value.spark.version, ports);
  const remarks = [...chosenSpark.diagnostics, ...chosenJava.diagnostics];
  if (!chosenJava.ok) return { ok: false, diagnostics: remarks };

  // One after the other: both come over the same line, and one progress can be read.
  const java =
    chosenJava.value.is === "found" ? ok(chosenJava.value.java) : await installJava(chosenJava.value.java, ports);
  if (!java.ok) return { ok: false, diagnostics: [...remarks, ...java.diagnostics] };
  const spark =
    chosenSpark.value.is === "found" ? ok(chosenSpark.value.spark) : await installSpark(chosenSpark.value.spark, ports);
  if (!spark.ok) return { ok: false, diagnostics: [...remarks, ...spark.diagnostics] };

  const program = options.program ?? programFolder();
  const runtime = await reportWriteProblems("the runtime", ports, () =>
    ensureRuntimeJar(program, spark.value, java.value, ports),
  );
  if (!runtime.ok) return { ok: false, diagnostics: [...remarks, ...runtime.diagnostics] };
  const plain = { spark: spark.value, java: java.value, runtime: runtime.value };
  const ready = await reportWriteProblems("the start-up cache", ports, () => withStartupCache(plain, ports, options));
  return ready.ok ? ok(ready.value, [...remarks, ...ready.diagnostics]) : ready;
}

async function withStartupCache(
  plain: Toolchain,
  ports: ToolchainPorts,
  { train, again }: ToolchainOptions,
): Promise<Result<Toolchain>> {
  if (train !== undefined) return ensureStartupCache(plain, train, ports, again);
  const startupCache = await findStartupCache(plain, ports);
  return ok(startupCache === undefined ? plain : { ...plain, startupCache });
}

async function installSpark(
  wanted: Parameters<typeof installableSpark>[0],
  ports: ToolchainPorts,
): Promise<Result<SparkInstallation>> {
  const home = await install(installableSpark(wanted), ports);
  if (!home.ok) return home;
  const spark = inspectSpark(home.value, "managed");
  if (spark === undefined) throw new Error(`the Spark installed in ${home.value} is none`);
  return ok(spark);
}

async function installJava(
  wanted: Parameters<typeof installableJava>[0],
  ports: ToolchainPorts,
): Promise<Result<JavaInstallation>> {
  const home = await install(installableJava(wanted), ports);
  if (!home.ok) return home;
  const java = inspectJava(home.value, "managed");
  if (java === undefined) throw new Error(`the Java installed in ${home.value} is none`);
  return ok(java);
}
