import { join } from "node:path";
import { error, warning } from "../diagnostics/report.ts";
import type { ResolvedJars } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { JarPaths } from "./fetch-locked.ts";
import type { JarsPorts, JarsRequest } from "./jars-request.ts";
import { type LockedSet, type LockKey, lockKey, readLock, writeLock } from "./lock-file.ts";
import { resolvedJars } from "./resolved-jars.ts";
import { sparkConflicts } from "./spark-conflicts.ts";

/**
 * The jars of a job on this machine's disk. Where a lock fits the declarations, it decides; then neither Java nor, once
 * the cache has the jars, the network is needed. Otherwise the artifacts are resolved, and the lock is written.
 *
 * Every error is one of the environment (exit code 3).
 */
export async function resolveJars(request: JarsRequest, ports: JarsPorts): Promise<Result<ResolvedJars>> {
  if (request.requirements.artifacts.length === 0) return ok(await resolvedJars(request, undefined));
  const key = lockKey(request.requirements, request.session.spark, request.session.scala);
  const lock = await findLock(request, key);
  const outcome =
    lock.set === undefined
      ? await resolveAndLock(request, key, ports)
      : await useLock(request, lock.set, lock.file, ports);
  if (!outcome.ok) return { ok: false, diagnostics: [...lock.remarks, ...outcome.diagnostics] };
  const { set, remarks } = outcome.value;
  return ok(await resolvedJars(request, outcome.value), [...lock.remarks, ...remarks, ...conflictsOf(set, request)]);
}

interface UsedLock {
  readonly set: LockedSet;
  readonly file: string;
  readonly paths: JarPaths;
  readonly remarks: readonly Diagnostic[];
}

interface LockSearch {
  readonly set?: LockedSet;
  readonly file: string;
  readonly remarks: readonly Diagnostic[];
}

/** The repo's lock before the cache's. One that tolerates missing artifacts does not serve a job that no longer does. */
async function findLock(request: JarsRequest, key: LockKey): Promise<LockSearch> {
  const { repoFile } = request.lock;
  if (request.update === true) return { file: repoFile, remarks: [] };
  const inRepo = await readLock(repoFile, key);
  const remarks =
    inRepo.is === "unusable"
      ? [unusable(inRepo.why)]
      : inRepo.is === "stale" && !request.lock.keepInRepo
        ? [stale()]
        : [];
  const caches = [request.cacheFolder, ...(request.readOnlyCaches ?? [])];
  for (const file of [repoFile, ...caches.map((cache) => lockIn(cache, key))]) {
    const found = file === repoFile ? inRepo : await readLock(file, key);
    if (found.is !== "found") continue;
    if (found.set.missing.length > 0 && request.requirements.missing === "error") continue;
    return { set: found.set, file, remarks: file === repoFile ? [] : remarks };
  }
  return { file: repoFile, remarks };
}

function lockIn(cacheFolder: string, { declared, spark, scala }: LockKey): string {
  return join(cacheFolder, "locks", `${declared.slice(0, 32)}-${spark}-${scala}.lock`);
}

function unusable(why: string): Diagnostic {
  return warning("AMA1531", `deps/jars.lock cannot be read (${why}); the jars are resolved anew.`, {
    hint: "Delete it, and commit the one that “ama deps” writes in a working copy.",
  });
}

function stale(): Diagnostic {
  return warning("AMA1531", "deps/jars.lock is for other declarations or another Spark; the jars are resolved anew.", {
    hint: "Run “ama deps” in a working copy, and commit deps/jars.lock.",
  });
}

async function useLock(
  request: JarsRequest,
  set: LockedSet,
  file: string,
  ports: JarsPorts,
): Promise<Result<UsedLock>> {
  const { fetchLocked } = await import("./fetch-locked.ts");
  const fetched = await fetchLocked(set, request, ports);
  if (!fetched.ok) return fetched;
  const missing = set.missing.map(({ coordinates }) =>
    warning("AMA1532", `${coordinates} was in no repository when the lock was written; the run goes on without it.`, {
      hint: "Delete the lock file to look for it again.",
    }),
  );
  return ok({ set, file, paths: fetched.value, remarks: [...fetched.diagnostics, ...missing] });
}

async function resolveAndLock(request: JarsRequest, key: LockKey, ports: JarsPorts): Promise<Result<UsedLock>> {
  const { resolveAnew } = await import("./resolve-anew.ts");
  const resolved = await resolveAnew(request, key, ports);
  if (!resolved.ok) return resolved;
  const { set, paths } = resolved.value;
  const written = await keepLock(request, key, set);
  if (!written.ok) return { ok: false, diagnostics: [...resolved.diagnostics, ...written.diagnostics] };
  return ok({ set, paths, file: written.value, remarks: resolved.diagnostics });
}

/** Into the repo where that is ours to change and can be written, and else into the cache. */
async function keepLock(request: JarsRequest, key: LockKey, set: LockedSet): Promise<Result<string>> {
  const cacheFile = lockIn(request.cacheFolder, key);
  const files = request.lock.keepInRepo ? [request.lock.repoFile, cacheFile] : [cacheFile];
  let problem: unknown;
  for (const file of files) {
    try {
      await writeLock(file, set);
      return ok(file);
    } catch (e) {
      problem = e;
    }
  }
  return failed(
    error("AMA1526", `The lock of the jars cannot be written: ${String(problem)}.`, {
      hint: "Make room, or let AMA_CACHE name a folder that you may write.",
    }),
  );
}

function conflictsOf(set: LockedSet, { requirements, lineOf }: JarsRequest): readonly Diagnostic[] {
  return sparkConflicts(
    set.provided,
    [...set.jars, ...set.provided],
    requirements.artifacts,
    lineOf ?? (() => undefined),
  );
}
