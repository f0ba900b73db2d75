import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { warning } from "../diagnostics/report.ts";
import { ok, type Result } from "../model/result.ts";
import type { StartupCache, Toolchain } from "../model/toolchain.ts";
import { sha256OfFile } from "./download.ts";
import { hostJavaOptions, trainingOptions } from "./host-java-options.ts";
import { withLock } from "./lock.ts";
import type { ToolchainPorts } from "./ports.ts";

/**
 * Runs a host with these JVM options on `hostClassPath` through a small job that uses what jobs use, and ends it in
 * good order. Returns why it could not.
 */
export type Train = (toolchain: Toolchain, javaOptions: readonly string[]) => Promise<string | undefined>;

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
  const lock = join(ports.folders.cache, "locks", `startup-${keyOf(toolchain)}`);
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
  return { kind, path: join(folder, "startup", keyOf(toolchain), `host.${kind}`) };
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

async function make(
  toolchain: Toolchain,
  cache: StartupCache,
  train: Train,
  ports: ToolchainPorts,
): Promise<Result<Toolchain>> {
  const started = performance.now();
  ports.progress({ is: "working", what: "fast starts", doing: "preparing" });
  const unfinished = { ...cache, path: `${cache.path}.partial` };
  await rm(dirname(cache.path), { recursive: true, force: true });
  await mkdir(dirname(cache.path), { recursive: true });
  const options = [...hostJavaOptions(toolchain), ...trainingOptions(unfinished)];
  const problem = (await train(toolchain, options)) ?? whyUnusable(unfinished.path);
  if (problem !== undefined) {
    await writeFile(failureNote(cache), problem);
    return ok(toolchain, [
      warning("AMA1713", `Hosts will start slower, since the JVM's start-up cache could not be made: ${problem}.`, {
        hint: "`ama setup` tries it again.",
      }),
    ]);
  }
  await writeNote(unfinished.path, cache.path);
  await rename(unfinished.path, cache.path);
  await removeOldest(dirname(dirname(cache.path)));
  ports.progress({ is: "done", what: "fast starts", ms: performance.now() - started });
  return ok({ ...toolchain, startupCache: cache });
}

/** Each is 200 MB, and every new runtime, Spark or Java asks for another one. */
async function removeOldest(folder: string): Promise<void> {
  const byAge = readdirSync(folder)
    .map((name) => join(folder, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs);
  for (const old of byAge.slice(keptCaches)) await rm(old, { recursive: true, force: true });
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

async function writeNote(file: string, path: string): Promise<void> {
  const { size, mtimeMs } = statSync(file);
  await writeFile(`${path}.json`, JSON.stringify({ size, mtimeMs, sha256: await sha256OfFile(file) }));
}

function failureNote(cache: StartupCache): string {
  return join(dirname(cache.path), "failure");
}
