import { join } from "node:path";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { DependencyRequest } from "./dependency-request.ts";
import { isOfTheDisk } from "./system-errors.ts";

/** What a lock file holds for what is asked; a `set` is all that it brings. */
export type FoundLock<S> =
  | { readonly is: "absent" }
  | { readonly is: "unusable"; readonly why: string }
  /** It is for something else. `old` is what the same files resolved to before they were changed. */
  | { readonly is: "stale"; readonly old?: S }
  | { readonly is: "found"; readonly set: S };

/** The locks that can serve a request: the one in the repo, and one in each cache. */
export interface Lock<S> {
  /** The name of the file in a cache's folder of locks. */
  readonly cachedAs: string;
  readonly read: (file: string) => Promise<FoundLock<S>>;
  /** Writes a set beside what else the file holds. */
  readonly write: (file: string, set: S) => Promise<void>;
  /** Whether a set that was found will do; without it, any does. */
  readonly serves?: (set: S) => boolean;
  /** What to say of the repo's lock where it is of no use; `why` is there where it cannot even be read. */
  readonly ofNoUse: (why?: string) => Diagnostic;
}

export interface LockSearch<S> {
  /** Missing where everything is to be resolved anew. */
  readonly set?: S;
  readonly old?: S;
  /** Where the set lies. */
  readonly file: string;
  readonly remarks: readonly Diagnostic[];
}

/** Looks for the set that serves a request, in the repo's lock before those of the caches. */
export async function findLock<S>(lock: Lock<S>, request: DependencyRequest): Promise<LockSearch<S>> {
  const { repoFile, keepInRepo } = request.lock;
  if (request.update === true) return { file: repoFile, remarks: [] };
  const serves = lock.serves ?? (() => true);
  const inRepo = await lock.read(repoFile);
  if (inRepo.is === "found" && serves(inRepo.set)) return { set: inRepo.set, file: repoFile, remarks: [] };
  const remarks =
    inRepo.is === "unusable"
      ? [lock.ofNoUse(inRepo.why)]
      : inRepo.is === "stale" && !keepInRepo
        ? [lock.ofNoUse()]
        : [];
  for (const cache of [request.cacheFolder, ...(request.readOnlyCaches ?? [])]) {
    const file = fileIn(cache, lock);
    const found = await lock.read(file);
    if (found.is === "found" && serves(found.set)) return { set: found.set, file, remarks };
  }
  return { ...(inRepo.is === "stale" && inRepo.old ? { old: inRepo.old } : {}), file: repoFile, remarks };
}

/**
 * Writes a set down, and returns the file: the repo's where the repo itself `asks`, is ours to change, and can be
 * written; and else the cache's. Throws what the disk says where that cannot be written either.
 */
export async function keepLock<S>(lock: Lock<S>, set: S, request: DependencyRequest, asks: boolean): Promise<string> {
  const { repoFile, keepInRepo } = request.lock;
  if (keepInRepo && asks) {
    try {
      await lock.write(repoFile, set);
      return repoFile;
    } catch (problem) {
      if (!isOfTheDisk(problem)) throw problem;
    }
  }
  const file = fileIn(request.cacheFolder, lock);
  await lock.write(file, set);
  return file;
}

function fileIn(cache: string, { cachedAs }: { readonly cachedAs: string }): string {
  return join(cache, "locks", cachedAs);
}
