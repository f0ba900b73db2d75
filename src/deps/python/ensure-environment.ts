import { error, warning } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { digestOf } from "../../model/digest.ts";
import type { PythonEnvironment } from "../../model/python-packages.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { ensureCachedFolder, type ReadyFolder } from "../cached-folder.ts";
import { findLock, keepLock, type Lock } from "../kept-lock.ts";
import { isOfTheDisk, reasonOf } from "../system-errors.ts";
import { damageOf, interpreterOf, rememberEnvironment } from "./environment-folder.ts";
import { repeatedWheels } from "./local-wheels.ts";
import { makeEnvironment } from "./make-environment.ts";
import {
  type LockedPackages,
  type PythonLockKey,
  pythonLockKey,
  readPythonLock,
  writePythonLock,
} from "./python-lock.ts";
import type { PythonEnvironmentRequest, PythonPorts } from "./python-request.ts";
import { resolveRequirements } from "./resolve-requirements.ts";

/**
 * The Python packages of a job, or of one action, ready to be imported. Where a lock fits the requirements, it decides;
 * and where its environment is in the cache and as it was, nothing is started and a few milliseconds is all it takes.
 * Without requirements it is the bare interpreter.
 *
 * Every error is one of the environment (exit code 3).
 */
export async function ensurePythonEnvironment(
  request: PythonEnvironmentRequest,
  ports: PythonPorts,
): Promise<Result<PythonEnvironment>> {
  const { requirements, python } = request;
  const needsNone = requirements.wheels.length === 0 && !requirements.requirements.some(isAsked);
  if (needsNone) return ok({ executable: python.executable, packages: [], digest: digestOf(python.platform) });
  const repeated = repeatedWheels(requirements.wheels);
  if (repeated.length > 0) return failed(...repeated);
  try {
    return await ensureLocked(request, ports);
  } catch (problem) {
    if (!isOfTheDisk(problem)) throw problem;
    return failed(
      error("AMA1551", `The Python packages cannot be written into ${request.cacheFolder}: ${reasonOf(problem)}.`, {
        hint: "Make room, or let AMA_CACHE name a folder that you may write.",
      }),
    );
  }
}

function isAsked({ name, constraint }: { readonly name?: string; readonly constraint: boolean }): boolean {
  return name !== undefined && !constraint;
}

async function ensureLocked(request: PythonEnvironmentRequest, ports: PythonPorts): Promise<Result<PythonEnvironment>> {
  const key = pythonLockKey(request.requirements, request.python.version);
  const lock = await findLock(lockOf(key), request);
  const locked =
    lock.set === undefined ? await resolveAndLock(request, key, lock.old, ports) : ok({ ...lock, set: lock.set });
  if (!locked.ok) return { ok: false, diagnostics: [...lock.remarks, ...locked.diagnostics] };
  const { set, file } = locked.value;
  const found = await ensureSet(set, request, ports);
  const remarks = [...lock.remarks, ...locked.diagnostics, ...found.diagnostics];
  if (!found.ok) return { ok: false, diagnostics: remarks };
  const { folder, packages, digest } = found.value;
  return ok({ executable: interpreterOf(folder), folder, packages, digest, lockFile: file }, remarks);
}

function lockOf(key: PythonLockKey): Lock<LockedPackages> {
  return {
    cachedAs: `python-${key.declared.slice(0, 32)}-${key.python}.lock`,
    read: (file) => readPythonLock(file, key),
    write: writePythonLock,
    ofNoUse,
  };
}

async function resolveAndLock(
  request: PythonEnvironmentRequest,
  key: PythonLockKey,
  old: LockedPackages | undefined,
  ports: PythonPorts,
): Promise<Result<{ readonly set: LockedPackages; readonly file: string }>> {
  const uv = await ports.uv();
  if (!uv.ok) return uv;
  const set = await resolveRequirements(request, key, old, uv.value, ports);
  if (!set.ok) return set;
  const { requirements, wheels } = request.requirements;
  const asks = wheels.length > 0 || requirements.some(({ at }) => at !== undefined);
  const file = await keepLock(lockOf(key), set.value, request, asks);
  return ok({ set: set.value, file }, [...uv.diagnostics, ...set.diagnostics]);
}

/** The environment of a locked set, from the cache or made now. */
async function ensureSet(
  set: LockedPackages,
  request: PythonEnvironmentRequest,
  ports: PythonPorts,
): Promise<Result<ReadyFolder & { readonly digest: string }>> {
  const { python, cacheFolder, readOnlyCaches = [] } = request;
  const digest = digestOf(JSON.stringify([set.packages.map(contentOf), python.platform]));
  const key = digestOf(JSON.stringify([digest, python.executable])).slice(0, 32);
  const ready = await ensureCachedFolder(
    {
      place: `python/environments/${key}`,
      caches: [cacheFolder, ...readOnlyCaches],
      damageOf,
      wasDamaged,
      remember: rememberEnvironment,
      async make(folder) {
        const uv = await ports.uv();
        return uv.ok ? makeEnvironment(set, folder, request, uv.value, ports) : uv;
      },
    },
    ports.exclusively,
    ports.now?.() ?? Date.now(),
  );
  return ready.ok ? ok({ ...ready.value, digest }, ready.diagnostics) : ready;
}

/** What of a package decides on its files. */
function contentOf({ name, version, marker, wheel, url, sha256 }: LockedPackages["packages"][number]) {
  return [name, version, marker ?? "", wheel ?? "", url ?? "", sha256];
}

function ofNoUse(why?: string): Diagnostic {
  if (why === undefined)
    return warning("AMA1549", "deps/requirements.lock is for other requirements; they are resolved anew.", {
      hint: "Run `ama deps` in a working copy, and commit deps/requirements.lock.",
    });
  return warning("AMA1549", `deps/requirements.lock cannot be read (${why}); the requirements are resolved anew.`, {
    hint: "Delete it, and commit the one that `ama deps` writes in a working copy.",
  });
}

function wasDamaged(folder: string, why: string): Diagnostic {
  return warning("AMA1550", `The Python environment ${folder} was damaged (${why}); it is made again.`, {
    hint: "Environments are not to be changed by hand: add packages to requirements.txt.",
  });
}
