import * as v from "valibot";
import type { RRequirements } from "../../model/r-packages.ts";
import { writeWhole } from "../write-whole.ts";
import type { FoundLock } from "../kept-lock.ts";
import { readLockFile } from "../read-lock-file.ts";
import { digestOf } from "../../model/digest.ts";

const LockedRPackage = v.object({
  name: v.string(),
  version: v.string(),
  /** The name of the repository that had it; its address is a matter of each machine. */
  repository: v.string(),
  file: v.pipe(v.string(), v.regex(/^[A-Za-z][A-Za-z0-9.]*_[\w.-]+\.tar\.gz$/)),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  size: v.number(),
  /** Whether the repo itself names it. */
  declared: v.boolean(),
  askedBy: v.pipe(v.array(v.string()), v.readonly()),
});
const LockedRPackages = v.object({
  /** The digest of what was declared. */
  declared: v.string(),
  /** The files that declare it; sets of the same files replace each other. */
  label: v.string(),
  /** The R that it was resolved for: `4.2`. */
  r: v.string(),
  /** Each stands behind what it needs. */
  packages: v.pipe(v.array(LockedRPackage), v.readonly()),
});
const Lock = v.object({
  version: v.literal(1),
  about: v.string(),
  sets: v.pipe(v.array(LockedRPackages), v.readonly()),
});

export type LockedRPackage = v.InferOutput<typeof LockedRPackage>;
export type LockedRPackages = v.InferOutput<typeof LockedRPackages>;

/** What a lock is for. */
export interface RLockKey {
  readonly declared: string;
  readonly label: string;
  readonly r: string;
}

/** Names all that decides which packages a packages.R brings. `version` is an R's, in full. */
export function rLockKey({ packages, repositories }: RRequirements, version: string): RLockKey {
  const content = [
    packages.map((one) => [one.name, one.version ?? ""]),
    repositories.map(({ name, url }) => [name, url]),
  ];
  const label = [...new Set(packages.flatMap(({ at }) => at?.file ?? []))].sort().join(", ");
  return { declared: digestOf(JSON.stringify(content)), label, r: version.split(".").slice(0, 2).join(".") };
}

export async function readRLock(file: string, key: RLockKey): Promise<FoundLock<LockedRPackages>> {
  const lock = await readLockFile(file, Lock);
  if (lock === undefined) return { is: "absent" };
  if (typeof lock === "string") return { is: "unusable", why: lock };
  const set = lock.sets.find((one) => one.declared === key.declared && one.r === key.r);
  return set === undefined ? { is: "stale" } : { is: "found", set };
}

/** Writes the set into a lock file, beside those of other actions, and of other Rs for the same declarations. */
export async function writeRLock(file: string, set: LockedRPackages): Promise<void> {
  const old = await readLockFile(file, Lock);
  const isOther = (one: LockedRPackages) =>
    one.label !== set.label || (one.declared === set.declared && one.r !== set.r);
  const others = typeof old === "object" ? old.sets.filter(isOther) : [];
  const sets = [...others, set].sort((a, b) => (`${a.label} ${a.r}` < `${b.label} ${b.r}` ? -1 : 1));
  const about = "The R packages that packages.R resolves to. Written by ama; commit it, so that every run uses these.";
  await writeWhole(file, `${JSON.stringify({ version: 1, about, sets }, null, 2)}\n`);
}
