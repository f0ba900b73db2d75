import { accessSync, constants, statfsSync } from "node:fs";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../model/result.ts";
import type { JavaInstallation, SparkInstallation, ToolchainRequest } from "../model/toolchain.ts";
import { checkPipConfig } from "./check-pip-config.ts";
import { chooseJava } from "./choose-java.ts";
import { chooseSpark } from "./choose-spark.ts";
import { httpClient } from "./http.ts";
import { findInstalled, type Installable } from "./install.ts";
import { damagedFiles } from "./installed.ts";
import { inspectJava } from "./java-installation.ts";
import { findProgram } from "./known-program.ts";
import { locateFile } from "./locate-file.ts";
import { installableJava, installableSpark } from "./managed.ts";
import { readPipConfig } from "./pip-config.ts";
import { isOffline } from "../model/offline.ts";
import type { ToolchainPorts } from "./ports.ts";
import { programFolder } from "./program-folder.ts";
import { ensurePython, pythonCommand, supportedNames } from "./python/ensure-python.ts";
import { managedPython } from "./python/managed-python.ts";
import { findUv } from "./python/uv.ts";
import { ensureR, leastR, rCommand } from "./r/ensure-r.ts";
import { runProcess } from "./run-process.ts";
import { inspectRuntimeJar } from "./runtime-jar.ts";
import { inspectSpark } from "./spark-installation.ts";
import { findStartupCache, startupCacheFailure } from "./startup-cache.ts";
import { managedSparks } from "./supported.ts";

/** One thing that the program depends on, as it was found on this machine. */
export interface Finding {
  readonly name: string;
  readonly status: "ok" | "missing" | "unsupported";
  /** Whether jobs cannot run while it is not ok. */
  readonly required: boolean;
  readonly found?: string;
  readonly needed?: string;
  /** A command, or one sentence where no command does it. */
  readonly fix?: string;
}

const setup = "ama setup";
const leastNode = "24.12";
const programs: readonly Program[] = [
  { name: "git", least: "2.20", use: "to read repos", required: true },
  { name: "tar", least: "1.0", use: "to unpack Spark", required: true },
];
const indexPatienceMs = 5000;
/** A run's own records and working data. */
const spaceForRuns = 500_000_000;

/** What is there and what is missing, for `ama doctor`. Starts no Java and changes nothing. */
export async function inspectToolchain(
  request: ToolchainRequest,
  ports: ToolchainPorts,
  program: string = programFolder(),
): Promise<readonly Finding[]> {
  const spark = sparkOf(request, ports);
  const java = javaOf(request, spark.installation?.version ?? managedSparks[0]?.version ?? "", ports);
  const isComplete = spark.installation !== undefined && java.installation !== undefined;
  return [
    nodeFinding(process.versions.node),
    ...(await Promise.all(programs.map((program) => programFinding(program, ports)))),
    await pythonFinding(ports),
    uvFinding(ports),
    await rFinding(ports),
    java.finding,
    spark.finding,
    ...(await builtFindings(program, spark.installation, java.installation, ports)),
    spaceFinding(ports, isComplete),
    folderFinding("cache folder", ports.folders.cache, "AMA_CACHE"),
    folderFinding("state folder", ports.folders.state, "AMA_STATE"),
    ...(isOffline(ports.env) ? [] : [await indexFinding(ports, !isComplete)]),
  ];
}

function nodeFinding(version: string): Finding {
  const finding = { name: "Node", required: true, found: version, needed: `${leastNode} or newer` };
  return isAtLeast(version, leastNode)
    ? { ...finding, status: "ok" }
    : { ...finding, status: "unsupported", fix: "Start the program by its own `ama`, which brings its Node along." };
}

/** Compares the first two numbers of a version. */
function isAtLeast(version: string, least: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = least.split(".").map(Number);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

interface Program {
  readonly name: string;
  readonly least: string;
  readonly use: string;
  readonly required: boolean;
}

async function programFinding({ name, least, use, required }: Program, ports: ToolchainPorts): Promise<Finding> {
  const { code, output } = await runProcess(name, ["--version"], { env: { ...ports.env }, signal: ports.signal });
  const found = code === 0 ? /\d+(\.\d+)+/.exec(output)?.[0] : undefined;
  const finding = { name, required, needed: `${least} or newer, ${use}`, ...(found === undefined ? {} : { found }) };
  if (found !== undefined && isAtLeast(found, least)) return { ...finding, status: "ok" };
  const fix = ports.platform === "darwin" ? `brew install ${name}` : `sudo apt-get install ${name}`;
  return { ...finding, status: found === undefined ? "missing" : "unsupported", fix };
}

async function pythonFinding(ports: ToolchainPorts): Promise<Finding> {
  const python = await ensurePython({}, ports);
  const remarks = python.diagnostics.filter(({ severity }) => severity === "warning").map(({ message }) => message);
  const base = { name: "Python", required: false, needed: `${supportedNames()}, for Python actions` } as const;
  if (python.ok)
    return {
      ...base,
      status: "ok",
      found: [`${python.value.version} in ${python.value.executable}`, ...remarks].join("; "),
    };
  const managed = managedPython(ports);
  const instead = managed && `Python ${managed.version} is fetched when a job first needs one`;
  return {
    ...base,
    status: remarks.length === 0 ? "missing" : "unsupported",
    found: [...remarks, instead ?? ""].filter((one) => one !== "").join("; "),
    fix: pythonCommand(ports.platform),
  };
}

async function rFinding(ports: ToolchainPorts): Promise<Finding> {
  const r = await ensureR(ports);
  const base = { name: "R", required: false, needed: `${leastR} or newer, for R actions` } as const;
  if (r.ok) return { ...base, status: "ok", found: `${r.value.version} in ${r.value.home}` };
  const isThere = findProgram("Rscript", ports.env) !== undefined;
  const fix = rCommand(ports.platform);
  if (!isThere) return { ...base, status: "missing", fix };
  return { ...base, status: "unsupported", found: r.diagnostics[0]?.message ?? "", fix };
}

/** It is fetched when a job first has requirements, so that it is no fault where it is missing. */
function uvFinding(ports: ToolchainPorts): Finding {
  const uv = findUv(ports);
  const found =
    uv === undefined ? "not fetched yet; comes with the first requirements.txt" : `${uv.version} in ${uv.home}`;
  return { name: "uv", status: "ok", required: false, found };
}

interface Inspected<T> {
  readonly finding: Finding;
  readonly installation?: T;
}

function sparkOf(request: ToolchainRequest, ports: ToolchainPorts): Inspected<SparkInstallation> {
  const chosen = chooseSpark(request, ports.env);
  if (!chosen.ok) return { finding: notUsable("Spark", chosen) };
  if (chosen.value.is === "found") return foundOne("Spark", chosen.value.spark, chosen.diagnostics);
  const item = installableSpark(chosen.value.spark);
  return managedOne("Spark", item, chosen.diagnostics, ports, (home) => inspectSpark(home, "managed"));
}

function javaOf(request: ToolchainRequest, spark: string, ports: ToolchainPorts): Inspected<JavaInstallation> {
  const chosen = chooseJava(request, spark, ports);
  if (!chosen.ok) return { finding: notUsable("Java", chosen) };
  if (chosen.value.is === "found") return foundOne("Java", chosen.value.java, chosen.diagnostics);
  const item = installableJava(chosen.value.java);
  return managedOne("Java", item, chosen.diagnostics, ports, (home) => inspectJava(home, "managed"));
}

function notUsable(name: string, { diagnostics }: Result<unknown>): Finding {
  const reason = diagnostics.find(({ severity }) => severity === "error");
  return { name, status: "unsupported", required: true, found: reason?.message ?? "", fix: reason?.hint ?? setup };
}

function foundOne<T extends { readonly version: string; readonly home: string }>(
  name: string,
  installation: T,
  remarks: readonly Diagnostic[],
): Inspected<T> {
  return { installation, finding: { name, status: "ok", required: true, found: sentence(installation, remarks) } };
}

function managedOne<T extends { readonly version: string; readonly home: string }>(
  name: string,
  item: Installable,
  remarks: readonly Diagnostic[],
  ports: ToolchainPorts,
  inspect: (home: string) => T | undefined,
): Inspected<T> {
  const home = findInstalled(item, ports);
  const installation = home === undefined ? undefined : inspect(home);
  const base = { name, required: true, needed: item.what } as const;
  if (home === undefined || installation === undefined) {
    const found = remarks.map(({ message }) => message).join(" ");
    return { finding: { ...base, status: "missing", ...(found === "" ? {} : { found }), fix: setup } };
  }
  const damaged = damagedFiles(home);
  if (damaged.length === 0) return foundOne(name, installation, remarks);
  const found = `${sentence(installation, remarks)}, but damaged: ${damaged.slice(0, 3).join(", ")}${damaged.length > 3 ? " …" : ""}`;
  return { finding: { ...base, status: "missing", found, fix: `rm -r '${home}' && ${setup}` } };
}

function sentence(
  { version, home }: { readonly version: string; readonly home: string },
  remarks: readonly Diagnostic[],
): string {
  return [`${version} in ${home}`, ...remarks.map(({ message }) => message)].join("; ");
}

/** What is made here of Spark and Java, once both are there. */
async function builtFindings(
  program: string,
  spark: SparkInstallation | undefined,
  java: JavaInstallation | undefined,
  ports: ToolchainPorts,
): Promise<readonly Finding[]> {
  const runtime = spark && inspectRuntimeJar(program, spark, ports);
  const runtimeFinding: Finding =
    runtime === undefined
      ? { name: "runtime", status: "missing", required: true, fix: setup }
      : { name: "runtime", status: "ok", required: true, found: runtime.path };
  const name = "fast starts";
  if (spark === undefined || java === undefined || runtime === undefined)
    return [runtimeFinding, { name, status: "missing", required: false, fix: setup }];
  const toolchain = { spark, java, runtime };
  const cache = await findStartupCache(toolchain, ports);
  if (cache !== undefined) return [runtimeFinding, { name, status: "ok", required: false, found: cache.path }];
  const failure = startupCacheFailure(toolchain, ports);
  const found = failure === undefined ? {} : { found: `the last try failed: ${failure}` };
  return [runtimeFinding, { name, status: "missing", required: false, ...found, fix: setup }];
}

function spaceFinding({ folders }: ToolchainPorts, isComplete: boolean): Finding {
  const { bavail, bsize } = statfsSync(folders.cache);
  const free = bavail * bsize;
  const needed = isComplete ? spaceForRuns : 1_500_000_000;
  const shown = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  const finding = {
    name: "disk space",
    required: true,
    found: `${shown(free)} in ${folders.cache}`,
    needed: shown(needed),
  };
  return free >= needed
    ? { ...finding, status: "ok" }
    : { ...finding, status: "missing", fix: "ama clean --older-than 14d" };
}

function folderFinding(name: string, folder: string, variable: string): Finding {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return { name, status: "ok", required: true, found: folder };
  } catch {
    const fix = `export ${variable}=/a/folder/of/yours`;
    return { name, status: "unsupported", required: true, found: `${folder} cannot be written to`, fix };
  }
}

async function indexFinding(ports: ToolchainPorts, required: boolean): Promise<Finding> {
  const settings = readPipConfig(ports.env, ports.platform);
  const [spark] = managedSparks;
  const base = { name: "package index", required } as const;
  if (spark === undefined) return { ...base, status: "ok" };
  const wrong = checkPipConfig(settings, ports.env);
  if (wrong !== undefined) return { ...base, status: "unsupported", found: wrong.message, fix: wrong.hint ?? "" };
  const patience = AbortSignal.timeout(indexPatienceMs);
  const signal = ports.signal === undefined ? patience : AbortSignal.any([patience, ports.signal]);
  try {
    const place = await locateFile(spark, settings, httpClient(settings, ports.env), signal);
    if (place.ok)
      return { ...base, status: "ok", found: place.value.map((url) => url.host || url.pathname).join(", ") };
    return {
      ...base,
      status: "missing",
      found: place.diagnostics[0]?.message ?? "",
      fix: "export PIP_INDEX_URL=https://…/simple",
    };
  } catch (problem) {
    ports.signal?.throwIfAborted();
    if (!patience.aborted) throw problem;
    const found = `no answer within ${indexPatienceMs / 1000} s`;
    return { ...base, status: "missing", found, fix: "See to the network, or set HTTPS_PROXY." };
  }
}
