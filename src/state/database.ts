import { closeSync, existsSync, mkdirSync, openSync, statfsSync } from "node:fs";
import { dirname } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** NFS's number in statfs(2): its locks do not carry SQLite's write-ahead log. */
const nfs = 0x6969;
const safeOnNfs = "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL";
const fastOnDisk = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL";
/** How long a write waits for another process's. */
const busyMs = 5_000;

/**
 * Opens or creates a database of which the schema is `statements`. A commit survives the death of the process, and
 * mostly that of the machine; what a power cut can take is the last moments of a run that died with it.
 */
export async function openDatabase(path: string, schema: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import("node:sqlite");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  // SQLite would make it readable for everybody; its journals take the mode over.
  if (!existsSync(path)) closeSync(openSync(path, "a", 0o600));
  const database = new DatabaseSync(path, { timeout: busyMs });
  try {
    const isShared = statfsSync(dirname(path)).type === nfs;
    database.exec(isShared ? safeOnNfs : fastOnDisk);
    database.exec(schema);
    return database;
  } catch (cause) {
    database.close();
    throw cause;
  }
}

/** Opens an existing database for reading; it is never changed. */
export async function openDatabaseReadOnly(path: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(path, { readOnly: true, timeout: busyMs });
  try {
    database.prepare("SELECT count(*) FROM sqlite_schema").get();
    return database;
  } catch (cause) {
    database.close();
    if (existsSync(`${path}-wal`) || worldlyReason(cause) === undefined) throw cause;
    return new DatabaseSync(unchanging(path), { readOnly: true });
  }
}

/** On a read-only file system SQLite cannot make the files it shares with writers, so it has to be told that there are none. */
function unchanging(path: string): URL {
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  return url;
}

/** A database that nobody else sees, and that is gone when it is closed. */
export async function openMemoryDatabase(schema: string): Promise<DatabaseSync> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(":memory:");
  database.exec(schema);
  return database;
}

/** Runs `work` in one transaction that begins by taking the write lock. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const value = work();
    database.exec("COMMIT");
    return value;
  } catch (error) {
    // A full disk has already rolled back by itself.
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Base result codes of SQLite that the machine causes, not the program: busy, locked, read-only, I/O, corrupt, full … */
const worldly: ReadonlySet<number> = new Set([3, 5, 6, 8, 10, 11, 13, 14, 26]);

/** What SQLite says where the machine is the cause, and nothing for a bug. */
export function worldlyReason(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  if ("errcode" in error && typeof error.errcode === "number") {
    return worldly.has(error.errcode & 0xff) ? error.message : undefined;
  }
  const isSystemError = "code" in error && typeof error.code === "string" && "syscall" in error;
  return isSystemError ? error.message : undefined;
}
