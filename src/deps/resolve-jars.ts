import { error, warning } from "../diagnostics/report.ts";
import type { ResolvedJars } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { JarPaths } from "./fetch-locked.ts";
import type { JarsPorts, JarsRequest } from "./jars-request.ts";
import { findLock, keepLock, type Lock } from "./kept-lock.ts";
import { type LockedSet, type LockKey, lockKey, readLock, writeLock } from "./lock-file.ts";
import { resolvedJars } from "./resolved-jars.ts";
import { sparkConflicts } from "./spark-conflicts.ts";
import { isOfTheDisk, reasonOf } from "./system-errors.ts";

/**
 * The jars of a job on this machine's disk. Where a lock fits the declarations, it decides; then neither Java nor, once
 * the cache has the jars, the network is needed. Otherwise the artifacts are resolved, and the lock is written.
 *
 * Every error is one of the environment (exit code 3).
 */
export async function resolveJars(request: JarsRequest, ports: JarsPorts): Promise<Result<ResolvedJars>> {
  if (request.requirements.artifacts.length === 0) return ok(await resolvedJars(request, undefined));
  const key = lockKey(request.requirements, request.session.spark, request.session.scala);
  const lock = await findLock(lockOf(key, request), request);
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

function lockOf(key: LockKey, { requirements }: JarsRequest): Lock<LockedSet> {
  return {
    cachedAs: `${key.declared.slice(0, 32)}-${key.spark}-${key.scala}.lock`,
    read: (file) => readLock(file, key),
    write: writeLock,
    // One that tolerates missing artifacts does not serve a job that no longer does.
    serves: ({ missing }) => missing.length === 0 || requirements.missing !== "error",
    ofNoUse,
  };
}

function ofNoUse(why?: string): Diagnostic {
  if (why === undefined)
    return warning(
      "AMA1531",
      "deps/jars.lock is for other declarations or another Spark; the jars are resolved anew.",
      {
        hint: "Run `ama deps` in a working copy, and commit deps/jars.lock.",
      },
    );
  return warning("AMA1531", `deps/jars.lock cannot be read (${why}); the jars are resolved anew.`, {
    hint: "Delete it, and commit the one that `ama deps` writes in a working copy.",
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
  try {
    const file = await keepLock(lockOf(key, request), set, request, true);
    return ok({ set, paths, file, remarks: resolved.diagnostics });
  } catch (problem) {
    if (!isOfTheDisk(problem)) throw problem;
    const hint = "Make room, or let AMA_CACHE name a folder that you may write.";
    const why = `The lock of the jars cannot be written: ${reasonOf(problem)}.`;
    return failed(...resolved.diagnostics, error("AMA1526", why, { hint }));
  }
}

function conflictsOf(set: LockedSet, { requirements, lineOf }: JarsRequest): readonly Diagnostic[] {
  return sparkConflicts(
    set.provided,
    [...set.jars, ...set.provided],
    requirements.artifacts,
    lineOf ?? (() => undefined),
  );
}
