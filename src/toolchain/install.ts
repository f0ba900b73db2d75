import { existsSync, readdirSync, statSync } from "node:fs";
import { mkdir, rename, rm, statfs } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { isOffline } from "../model/offline.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { checkPipConfig } from "./check-pip-config.ts";
import { download, sha256OfFile } from "./download.ts";
import { httpClient } from "./http.ts";
import { isInstalled, writeMarker } from "./installed.ts";
import { locateFile } from "./locate-file.ts";
import { withLock } from "./lock.ts";
import { readPipConfig } from "./pip-config.ts";
import type { ToolchainPorts } from "./ports.ts";
import { reportWriteProblems } from "./report-write-problems.ts";
import type { PinnedFile } from "./supported.ts";

/** Something that is fetched as one file and becomes one folder of the cache. */
export interface Installable {
  /** The name for people: `Spark 4.2.0`. */
  readonly what: string;
  /** Relative to the cache: `spark/4.2.0`. */
  readonly folder: string;
  readonly pinned: PinnedFile;
  /** Puts the archive there; without it, it comes from the package index. */
  readonly fetch?: (target: string) => Promise<Result<string>>;
  /** Fills the folder; returns why it could not. */
  readonly unpack: (archive: string, folder: string, signal?: AbortSignal) => Promise<string | undefined>;
}

/** Room for what else a set-up writes: the runtime, the start-up cache, a partial file's last block. */
const spareBytes = 300_000_000;

/** The folder where it is installed already, looking into read-only caches too. */
export function findInstalled(item: Installable, ports: ToolchainPorts): string | undefined {
  const caches = [ports.folders.cache, ...ports.folders.readOnlyCaches];
  return caches.map((cache) => join(cache, item.folder)).find(isInstalled);
}

/** Installs it unless it is there; of several starts at once, one does the work and the others wait for it. */
export async function install(item: Installable, ports: ToolchainPorts): Promise<Result<string>> {
  const found = findInstalled(item, ports);
  if (found !== undefined) return ok(found);
  if (isOffline(ports.env)) return failed(offline(item, ports));
  const lock = join(ports.folders.cache, "locks", item.folder.replaceAll("/", "-"));
  const onWait = (holder: string) => ports.progress({ is: "waiting", what: item.what, holder });
  return reportWriteProblems(item.what, ports, () =>
    withLock(lock, { signal: ports.signal, onWait }, () => installAlone(item, ports)),
  );
}

async function installAlone(item: Installable, ports: ToolchainPorts): Promise<Result<string>> {
  const there = findInstalled(item, ports);
  if (there !== undefined) return ok(there);
  const started = performance.now();
  const archive = join(ports.folders.cache, "downloads", item.pinned.file);
  const space = await checkSpace(item, archive, ports);
  if (space !== undefined) return failed(space);
  const fetch = item.fetch ?? ((target: string) => fetchArchive(item, target, ports));
  const fetched = (await isWhole(archive, item.pinned)) ? ok(archive) : await fetch(archive);
  if (!fetched.ok) return fetched;
  const placed = await unpackInto(item, archive, ports);
  if (placed.ok) ports.progress({ is: "done", what: item.what, ms: performance.now() - started });
  return placed;
}

/** An archive that an earlier start fetched and did not get to unpack. */
async function isWhole(archive: string, pinned: PinnedFile): Promise<boolean> {
  return existsSync(archive) && (await sha256OfFile(archive)) === pinned.sha256;
}

async function fetchArchive(item: Installable, target: string, ports: ToolchainPorts): Promise<Result<string>> {
  const settings = readPipConfig(ports.env, ports.platform);
  const wrong = checkPipConfig(settings, ports.env);
  if (wrong !== undefined) return failed(wrong);
  const client = httpClient(settings, ports.env);
  const places = await locateFile(item.pinned, settings, client, ports.signal);
  if (!places.ok) return places;
  const job = { wanted: item.pinned, what: item.what, target, client, progress: ports.progress, signal: ports.signal };
  const problems: Diagnostic[] = [];
  for (const url of places.value) {
    const fetched = await download(url, job);
    if (fetched.ok) return fetched;
    problems.push(...fetched.diagnostics);
  }
  return failed(...problems);
}

/** Beside its place first, and into it by one rename: nobody ever sees half an installation. */
async function unpackInto(item: Installable, archive: string, ports: ToolchainPorts): Promise<Result<string>> {
  const target = join(ports.folders.cache, item.folder);
  const staging = `${target}.partial`;
  ports.progress({ is: "working", what: item.what, doing: "unpacking" });
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const problem = await item.unpack(archive, staging, ports.signal);
  if (problem !== undefined) return failed(notUnpacked(item, problem));
  await writeMarker(staging, item.pinned);
  await removeUnfinished(target);
  await rename(staging, target);
  await rm(archive, { force: true });
  return ok(target);
}

/** A folder without a marker is nothing that anybody uses. */
async function removeUnfinished(folder: string): Promise<void> {
  if (existsSync(folder) && !isInstalled(folder)) await rm(folder, { recursive: true });
}

async function checkSpace(item: Installable, archive: string, ports: ToolchainPorts): Promise<Diagnostic | undefined> {
  await mkdir(dirname(archive), { recursive: true });
  const { bavail, bsize } = await statfs(ports.folders.cache);
  const there = readdirSync(dirname(archive))
    .filter((name) => name.startsWith(basename(archive)))
    .reduce((sum, name) => sum + statSync(join(dirname(archive), name)).size, 0);
  const needed = Math.max(0, item.pinned.bytes - there) + item.pinned.unpackedBytes + spareBytes;
  return bavail * bsize >= needed ? undefined : noSpace(item, ports, needed, bavail * bsize);
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e6)} MB`;
}

function noSpace(item: Installable, ports: ToolchainPorts, needed: number, free: number): Diagnostic {
  const { cache } = ports.folders;
  return error("AMA1706", `${item.what} needs ${megabytes(needed)} in ${cache}, where ${megabytes(free)} are free.`, {
    hint: "Make room there, or set AMA_CACHE to a folder on another disk.",
  });
}

function offline(item: Installable, ports: ToolchainPorts): Diagnostic {
  return error("AMA1702", `${item.what} is not in ${ports.folders.cache}, and AMA_OFFLINE forbids to fetch it.`, {
    hint: "Start it once without AMA_OFFLINE, or name an installation of your own by SPARK_HOME, JAVA_HOME and PYSPARK_PYTHON.",
  });
}

function notUnpacked(item: Installable, problem: string): Diagnostic {
  return error("AMA1714", `${item.what} could not be unpacked: ${problem}.`, {
    hint: "See that tar and gzip are installed and that there is disk space, and start again.",
  });
}
