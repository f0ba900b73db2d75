import * as v from "valibot";
import type { JarRequirements } from "../model/dependencies.ts";
import { digestOf } from "../model/digest.ts";
import { writeWhole } from "./write-whole.ts";
import type { FoundLock } from "./kept-lock.ts";
import { readLockFile } from "./read-lock-file.ts";
import { type Repository, wantedRepositories } from "./wanted-repositories.ts";

const RelativePath = v.pipe(v.string(), v.regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\\?#%][^\\?#%]*$/));
function listOf<T extends v.GenericSchema>(item: T) {
  return v.pipe(v.array(item), v.readonly());
}
const asked = { coordinates: v.string(), declared: v.boolean(), askedBy: listOf(v.string()) };

const LockedJar = v.object({
  ...asked,
  /** Where its repository has it. */
  path: RelativePath,
  /** The id of one of the set's repositories, or `local` for the user's own Maven repository. */
  repository: v.string(),
  size: v.number(),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
});
const LockedSet = v.object({
  /** The digest of what was declared. */
  declared: v.string(),
  /** The versions that it was resolved for. */
  spark: v.string(),
  scala: v.string(),
  repositories: listOf(v.object({ id: v.string(), url: v.string() })),
  jars: listOf(LockedJar),
  provided: listOf(v.object({ ...asked, has: v.string() })),
  missing: listOf(v.object({ ...asked, repositories: listOf(v.string()) })),
});
const Lock = v.object({ version: v.literal(1), about: v.string(), sets: listOf(LockedSet) });

export type LockedJar = v.InferOutput<typeof LockedJar>;
export type LockedSet = v.InferOutput<typeof LockedSet>;
type Lock = v.InferOutput<typeof Lock>;

/** What a lock is for. */
export interface LockKey {
  /** The digest of the declared artifacts, in their order, and of the repositories to ask. */
  readonly declared: string;
  readonly spark: string;
  readonly scala: string;
}

/** Names all that decides which jars a job's declarations bring. */
export function lockKey({ artifacts, repositories }: JarRequirements, spark: string, scala: string): LockKey {
  const declared = artifacts.map((a) => [
    a.groupId,
    a.artifactId,
    a.version,
    a.classifier ?? "",
    a.type ?? "jar",
    a.exclusions,
  ]);
  const content = JSON.stringify([declared, wantedRepositories(repositories)]);
  return { declared: digestOf(content), spark, scala };
}

/** Looks for the set of `key` in a lock file. */
export async function readLock(file: string, key: LockKey): Promise<FoundLock<LockedSet>> {
  const lock = await readLockFile(file, Lock);
  if (lock === undefined) return { is: "absent" };
  if (typeof lock === "string") return { is: "unusable", why: lock };
  const set = lock.sets.find((one) => one.declared === key.declared && isForSession(one, key));
  return set === undefined ? { is: "stale" } : { is: "found", set };
}

function isForSession(a: LockKey, b: LockKey): boolean {
  return a.spark === b.spark && a.scala === b.scala;
}

/**
 * Writes the set into a lock file. Sets of the same job for other versions of Spark stay, so that environments that
 * differ in it do not undo each other's lock.
 */
export async function writeLock(file: string, set: LockedSet): Promise<void> {
  const old = await readLockFile(file, Lock);
  const others =
    typeof old === "object" ? old.sets.filter((one) => one.declared === set.declared && !isForSession(one, set)) : [];
  const sets = [...others, set].sort((a, b) => (`${a.spark} ${a.scala}` < `${b.spark} ${b.scala}` ? -1 : 1));
  const about =
    "The jars that deps/jars.yml resolves to. Written by ama; commit it, so that every run uses these jars.";
  const lock: Lock = { version: 1, about, sets };
  await writeWhole(file, `${JSON.stringify(lock, null, 2)}\n`);
}

/** The repositories to look in for a locked jar: its own first. */
export function repositoriesFor(jar: LockedJar, set: LockedSet): readonly Repository[] {
  const own = set.repositories.filter(({ id }) => id === jar.repository);
  return [...own, ...set.repositories.filter(({ id }) => id !== jar.repository)];
}
