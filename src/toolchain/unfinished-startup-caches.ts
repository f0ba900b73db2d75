import { randomUUID } from "node:crypto";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { withFreeLock } from "./lock.ts";

const mark = ".partial-";

/** Where a cache folder holds start-up caches, each in a folder that its key names. */
export function startupFolder(cache: string): string {
  return join(cache, "startup");
}

/** Who makes the start-up cache of a key holds this lock. */
export function startupLock(cache: string, key: string): string {
  return join(cache, "locks", `startup-${key}`);
}

/**
 * Where a start-up cache is made that is to lie in `place`. Each try has a folder of its own: a JVM that outlives a
 * killed set-up by seconds writes nothing into that of the next one.
 */
export function unfinishedFolder(place: string): string {
  return `${place}${mark}${randomUUID().slice(0, 8)}`;
}

export function isUnfinished(name: string): boolean {
  return name.includes(mark);
}

/**
 * Removes what set-ups have left that were killed while they made a start-up cache. One that somebody makes right now
 * is left alone; `held` is the key whose lock the caller has.
 */
export async function removeUnfinishedCaches(cache: string, held?: string): Promise<void> {
  const folder = startupFolder(cache);
  for (const name of await foldersIn(folder)) {
    if (!isUnfinished(name)) continue;
    const key = name.slice(0, name.indexOf(mark));
    const removed = () => remove(join(folder, name));
    await (key === held ? removed() : withFreeLock(startupLock(cache, key), removed));
  }
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  return readdir(folder).catch(() => []); // None was ever made.
}

async function remove(folder: string): Promise<void> {
  // What cannot be removed stays for the next time: a JVM may still write there.
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
