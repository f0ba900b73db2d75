import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import * as v from "valibot";
import { warning } from "../diagnostics/report.ts";
import { ok, type Result } from "../model/result.ts";
import type { StartupCache, Toolchain } from "../model/toolchain.ts";
import { sha256OfFile } from "./download.ts";
import { hostJavaOptions, trainingOptions } from "./host-java-options.ts";
import { withLock } from "./lock.ts";
import type { ToolchainPorts } from "./ports.ts";
import {
  isUnfinished,
  removeUnfinishedCaches,
  startupFolder,
  startupLock,
  unfinishedFolder,
} from "./unfinished-startup-caches.ts";

/**
 * Runs a host with these JVM options on `hostClassPath` through a small job that uses what jobs use, and ends it in
 * good order; its files lie in `folder`. Returns why it could not.
 */
export type Train = (
  toolchain: Toolchain,
  javaOptions: readonly string[],
  folder: string,
) => Promise<string | undefined>;

/** The first Java that writes an archive of profiles and linked classes in one step (JEP 514). */
const firstAotJava = 25;
/** What a start of Spark loads is a hundred times this; less is an archive of the JVM's own classes. */
const leastBytes = 20_000_000;

/** Enough for a release, a checkout, and a second Spark or Java. */
const keptCaches = 4;

const noteSchema = v.object({ size: v.number(), mtimeMs: v.number(), sha256: v.string() });

/**
 * The toolchain with its start-up cache, which is made now where there is none. A cache that cannot be made costs
 * seconds at each start and nothing else, so that is a warning, and is tried again only when something has changed or
 * `again` is set.
 */
export async function ensureStartupCache(
  toolchain: Toolchain,
  train: Train,
  ports: ToolchainPorts,
  again = false,
): Promise<Result<Toolchain>> {
  const found = await findStartupCache(toolchain, ports);
  if (found !== undefined) return ok({ ...toolchain, startupCache: found });
  const cache = cacheFor(toolchain, ports.folders.cache);
  if (!again && existsSync(failureNote(cache))) return ok(toolchain);
  const onWait = (holder: string) => ports.progress({ is: "waiting", what: "fast starts", holder });
  const lock = startupLock(ports.folders.cache, keyOf(toolchain));
  return withLock(lock, { signal: ports.signal, onWait }, async () => {
    const there = await findStartupCache(toolchain, ports);
    return there === undefined ? make(toolchain, cache, train, ports) : ok({ ...toolchain, startupCache: there });
  });
}

/**
 * The start-up cache of a toolchain, if there is one that is whole. The JVM checks only an archive's header, so the
 * file's size and time are compared with what was noted, and where these differ its digest.
 */
export async function findStartupCache(toolchain: Toolchain, ports: ToolchainPorts): Promise<StartupCache | undefined> {
  for (const folder of [ports.folders.cache, ...ports.folders.readOnlyCaches]) {
    const cache = cacheFor(toolchain, folder);
    if (await isWhole(cache.path)) return cache;
  }
  return undefined;
}

/** Why the last try to make one failed. */
export function startupCacheFailure(toolchain: Toolchain, ports: ToolchainPorts): string | undefined {
  const note = failureNote(cacheFor(toolchain, ports.folders.cache));
  return existsSync(note) ? readFileSync(note, "utf8") : undefined;
}

function cacheFor(toolchain: Toolchain, folder: string): StartupCache {
  const kind = toolchain.java.major >= firstAotJava ? "aot" : "cds";
  return { kind, path: join(startupFolder(folder), keyOf(toolchain), `host.${kind}`) };
}

/** All that the JVM compares before it accepts an archive; the first number is raised with `hostJavaOptions`. */
function keyOf({ java, spark, runtime }: Toolchain): string {
  const hash = createHash("sha256").update(`1\0${java.home}\0${readFileSync(join(java.home, "release"), "utf8")}`);
  for (const jar of [runtime.path, ...spark.jars]) {
    const { size, mtimeMs } = statSync(jar);
    hash.update(`\0${jar}\0${size}\0${mtimeMs}`);
  }
  return hash.digest("hex").slice(0, 16);
}

/** Under its lock. In a folder beside its place first, and into it by one rename: nobody ever sees half a cache. */
async function make(
  toolchain: Toolchain,
  cache: StartupCache,
  train: Train,
  ports: ToolchainPorts,
): Promise<Result<Toolchain>> {
  const started = performance.now();
  ports.progress({ is: "working", what: "fast starts", doing: "preparing" });
  const place = dirname(cache.path);
  await removeUnfinishedCaches(ports.folders.cache, basename(place));
  const unfinished = unfinishedFolder(place);
  await mkdir(unfinished, { recursive: true });
  try {
    const problem = await fill(unfinished, toolchain, cache, train);
    await rm(place, { recursive: true, force: true });
    if (problem !== undefined) return await noteFailure(problem, toolchain, cache);
    await rename(unfinished, place);
  } finally {
    await rm(unfinished, { recursive: true, force: true });
  }
  await removeOldest(dirname(place));
  ports.progress({ is: "done", what: "fast starts", ms: performance.now() - started });
  return ok({ ...toolchain, startupCache: cache });
}

/** Makes the archive and its note in a folder; returns why it could not. */
async function fill(
  folder: string,
  toolchain: Toolchain,
  { kind, path }: StartupCache,
  train: Train,
): Promise<string | undefined> {
  const archive = join(folder, basename(path));
  const training = join(folder, "training");
  await mkdir(training, { mode: 0o700 });
  const options = [...hostJavaOptions(toolchain), ...trainingOptions({ kind, path: archive })];
  const problem = (await train(toolchain, options, training)) ?? whyUnusable(archive);
  if (problem !== undefined) return problem;
  await rm(training, { recursive: true, force: true });
  await writeNote(archive);
  return undefined;
}

async function noteFailure(problem: string, toolchain: Toolchain, cache: StartupCache): Promise<Result<Toolchain>> {
  await mkdir(dirname(cache.path));
  await writeFile(failureNote(cache), problem);
  return ok(toolchain, [
    warning("AMA1713", `Hosts will start slower, since the JVM's start-up cache could not be made: ${problem}.`, {
      hint: "`ama setup` tries it again.",
    }),
  ]);
}

/** Each is 200 MB, and every new runtime, Spark or Java asks for another one. */
async function removeOldest(folder: string): Promise<void> {
  const byAge = readdirSync(folder)
    .filter((name) => !isUnfinished(name))
    .map((name) => join(folder, name))
    .sort((a, b) => changedAt(b) - changedAt(a));
  for (const old of byAge.slice(keptCaches)) await rm(old, { recursive: true, force: true });
}

/** The oldest of all, where another set-up has just removed it. */
function changedAt(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function whyUnusable(path: string): string | undefined {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0) return "the JVM wrote none when it ended";
  return size < leastBytes ? `the JVM wrote one of ${size} bytes, which holds next to nothing` : undefined;
}

async function isWhole(path: string): Promise<boolean> {
  const found = statSync(path, { throwIfNoEntry: false });
  const note = readNote(path);
  if (found === undefined || note === undefined || found.size !== note.size) return false;
  return found.mtimeMs === note.mtimeMs || (await sha256OfFile(path)) === note.sha256;
}

function readNote(path: string): v.InferOutput<typeof noteSchema> | undefined {
  try {
    const note = v.safeParse(noteSchema, JSON.parse(readFileSync(`${path}.json`, "utf8")));
    return note.success ? note.output : undefined;
  } catch {
    return undefined; // None, or one that was cut: the archive counts as not made.
  }
}

async function writeNote(path: string): Promise<void> {
  const { size, mtimeMs } = statSync(path);
  await writeFile(`${path}.json`, JSON.stringify({ size, mtimeMs, sha256: await sha256OfFile(path) }));
}

function failureNote(cache: StartupCache): string {
  return join(dirname(cache.path), "failure");
}
