import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 200;
const sqliteBusy = 5;

export interface LockOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called once, with the holder's process id, when somebody else has it. */
  readonly onWait?: ((holder: string) => void) | undefined;
}

/**
 * Runs the action while no other process runs one under the same lock file. The lock is SQLite's, that is the
 * kernel's: it ends with its process however that dies, so there is no stale lock to judge (docs/decisions/0020).
 */
export async function withLock<T>(path: string, options: LockOptions, action: () => Promise<T>): Promise<T> {
  const database = await openLock(path);
  try {
    for (let waited = false; !tryExclusive(database); waited = true) {
      if (!waited) options.onWait?.(holderOf(path));
      await sleep(pollMs, undefined, { signal: options.signal });
    }
    writeFileSync(`${path}.holder`, String(process.pid));
    return await action();
  } finally {
    database.close();
  }
}

/** Runs the action under the lock if nobody has it; otherwise does nothing. */
export async function withFreeLock(path: string, action: () => Promise<void>): Promise<void> {
  const database = await openLock(path);
  try {
    if (tryExclusive(database)) await action();
  } finally {
    database.close();
  }
}

async function openLock(path: string): Promise<DatabaseSync> {
  const sqlite = await import("node:sqlite");
  mkdirSync(dirname(path), { recursive: true });
  return new sqlite.DatabaseSync(path);
}

function tryExclusive(database: DatabaseSync): boolean {
  try {
    database.exec("BEGIN EXCLUSIVE");
    return true;
  } catch (problem) {
    if (problem instanceof Error && "errcode" in problem && problem.errcode === sqliteBusy) return false;
    throw problem;
  }
}

function holderOf(path: string): string {
  try {
    return readFileSync(`${path}.holder`, "utf8");
  } catch {
    return "unknown"; // It has only just taken the lock, and not yet written its name.
  }
}
