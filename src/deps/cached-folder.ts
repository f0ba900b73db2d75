import { basename, join } from "node:path";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { exists, type InstalledPackage, trusted } from "./package-folder.ts";

/** A folder of packages that is made once per content, and how to make it and tell whether it is whole. */
export interface CachedFolder {
  /** Relative to a cache: `python/environments/<key>`. */
  readonly place: string;
  /** This user's, and those that can only be read. */
  readonly caches: readonly [string, ...(readonly string[])];
  /** What is wrong with its content; undefined where nothing is. */
  readonly damageOf: (folder: string) => Promise<string | undefined>;
  readonly wasDamaged: (folder: string, why: string) => Diagnostic;
  readonly make: (folder: string) => Promise<Result<unknown>>;
  /** Writes down that its content is right. */
  readonly remember: (folder: string, note: string, now: number) => Promise<void>;
}

/** Runs the action while no other process runs one under the same lock file. */
export type Exclusively = <T>(lockFile: string, action: () => Promise<T>) => Promise<T>;

export interface ReadyFolder {
  readonly folder: string;
  readonly packages: readonly InstalledPackage[];
}

/** The folder, as it was found right before, else after a look at its content, else made now. */
export async function ensureCachedFolder(
  wanted: CachedFolder,
  exclusively: Exclusively,
  now: number,
): Promise<Result<ReadyFolder>> {
  const candidates = candidatesFor(wanted);
  for (const { folder, note } of candidates) {
    const packages = trusted(folder, note, now);
    if (packages !== undefined) return ok({ folder, packages });
  }
  const [own] = candidates;
  const lock = join(wanted.caches[0], "locks", wanted.place.replaceAll("/", "-"));
  return exclusively(lock, async () => {
    const remarks: Diagnostic[] = [];
    for (const candidate of candidates) {
      if (!exists(candidate.folder)) continue;
      const damage = await wanted.damageOf(candidate.folder);
      if (damage === undefined) return remembered(candidate, wanted, now, []);
      remarks.push(wanted.wasDamaged(candidate.folder, damage));
    }
    const made = await wanted.make(own.folder);
    if (!made.ok) return failed(...remarks, ...made.diagnostics);
    return remembered(own, wanted, now, [...remarks, ...made.diagnostics]);
  });
}

interface Candidate {
  readonly folder: string;
  readonly note: string;
}

/** What is known of a folder in a cache that can't be written lies in the one that can. */
function candidatesFor({ caches, place }: CachedFolder): readonly [Candidate, ...(readonly Candidate[])] {
  const [cache, ...others] = caches;
  const own = join(cache, place);
  return [
    { folder: own, note: `${own}.seen.json` },
    ...others.map((other) => ({ folder: join(other, place), note: join(own, `../${basename(place)}.shared.json`) })),
  ];
}

async function remembered(
  { folder, note }: Candidate,
  wanted: CachedFolder,
  now: number,
  remarks: readonly Diagnostic[],
): Promise<Result<ReadyFolder>> {
  await wanted.remember(folder, note, now);
  return ok({ folder, packages: trusted(folder, note, now) ?? [] }, remarks);
}
