import { error, warning } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { RLibrary } from "../../model/r-packages.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { ensureCachedFolder } from "../cached-folder.ts";
import { digestOf } from "../../model/digest.ts";
import { findLock, keepLock, type Lock } from "../kept-lock.ts";
import { isOfTheDisk, reasonOf } from "../system-errors.ts";
import { damageOf, makeLibrary, rememberLibrary } from "./make-library.ts";
import { type LockedRPackages, type RLockKey, readRLock, rLockKey, writeRLock } from "./r-lock.ts";
import type { RLibraryRequest, RPorts } from "./r-request.ts";
import { resolvePackages } from "./resolve-packages.ts";

/**
 * The R packages of a job, or of one action, in a library of their own. Where a lock fits packages.R, it decides; and
 * where its library is in the cache and as it was, nothing is started and a few milliseconds is all it takes.
 *
 * Every error is one of the environment (exit code 3).
 */
export async function ensureRLibrary(request: RLibraryRequest, ports: RPorts): Promise<Result<RLibrary>> {
  const { r, requirements, cacheFolder } = request;
  if (requirements.packages.length === 0) return ok({ packages: [], digest: digestOf(r.platform) });
  try {
    return await ensureLocked(request, ports);
  } catch (problem) {
    if (!isOfTheDisk(problem)) throw problem;
    return failed(
      error("AMA1564", `The R packages cannot be written into ${cacheFolder}: ${reasonOf(problem)}.`, {
        hint: "Make room, or let AMA_CACHE name a folder that you may write.",
      }),
    );
  }
}

async function ensureLocked(request: RLibraryRequest, ports: RPorts): Promise<Result<RLibrary>> {
  const key = rLockKey(request.requirements, request.r.version);
  const lock = await findLock(lockOf(key), request);
  const locked = lock.set === undefined ? await resolveAndLock(request, key, ports) : ok({ ...lock, set: lock.set });
  if (!locked.ok) return { ok: false, diagnostics: [...lock.remarks, ...locked.diagnostics] };
  const { set, file } = locked.value;
  const digest = digestOf(JSON.stringify([set.packages.map((one) => [one.name, one.version, one.sha256]), set.r]));
  const { version, platform, home } = request.r;
  const place = `r/libraries/${digestOf(JSON.stringify([digest, version, platform, home])).slice(0, 32)}`;
  const ready = await ensureCachedFolder(
    {
      place,
      caches: [request.cacheFolder, ...(request.readOnlyCaches ?? [])],
      damageOf,
      wasDamaged,
      remember: rememberLibrary,
      make: (folder) => makeLibrary(set, folder, request, ports),
    },
    ports.exclusively,
    ports.now?.() ?? Date.now(),
  );
  const remarks = [...lock.remarks, ...locked.diagnostics, ...ready.diagnostics];
  return ready.ok ? ok({ ...ready.value, digest, lockFile: file }, remarks) : { ok: false, diagnostics: remarks };
}

function lockOf(key: RLockKey): Lock<LockedRPackages> {
  return {
    cachedAs: `r-${key.declared.slice(0, 32)}-${key.r}.lock`,
    read: (file) => readRLock(file, key),
    write: writeRLock,
    ofNoUse,
  };
}

async function resolveAndLock(
  request: RLibraryRequest,
  key: RLockKey,
  ports: RPorts,
): Promise<Result<{ readonly set: LockedRPackages; readonly file: string }>> {
  const set = await resolvePackages(request, key, ports);
  if (!set.ok) return set;
  const asks = request.requirements.packages.some(({ at }) => at !== undefined);
  return ok({ set: set.value, file: await keepLock(lockOf(key), set.value, request, asks) });
}

function ofNoUse(why?: string): Diagnostic {
  const reason = why === undefined ? "is for other packages or another R" : `cannot be read (${why})`;
  return warning("AMA1568", `deps/packages.lock ${reason}; the packages are resolved anew.`, {
    hint: "Run `ama deps` in a working copy, and commit deps/packages.lock.",
  });
}

function wasDamaged(folder: string, why: string): Diagnostic {
  return warning("AMA1569", `The library of R packages ${folder} was damaged (${why}); it is made again.`, {
    hint: "Libraries are not to be changed by hand: add packages to packages.R.",
  });
}
