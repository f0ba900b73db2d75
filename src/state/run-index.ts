import { existsSync, readdirSync } from "node:fs";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Event, RunStatus } from "../model/event.ts";
import { openDatabase, openDatabaseReadOnly, openMemoryDatabase, transaction, worldlyReason } from "./database.ts";
import { openSqliteRunStore } from "./sqlite-run-store.ts";
import type { StateFolder } from "./state-folder.ts";
import { isUlid } from "./ulid.ts";

/** What `ama runs` lists of a run. */
export interface RunSummary {
  readonly run: string;
  /** The short number on this machine. */
  readonly alias: number;
  readonly job: string;
  readonly environment: string;
  readonly master: string;
  readonly repo: string;
  readonly branch?: string;
  readonly commit?: string;
  readonly dirty: boolean;
  readonly createdAt: number;
  readonly resumes?: string;
  /** Missing while it runs, and when its leader died. */
  readonly end?: { readonly at: number; readonly status: RunStatus; readonly reason: string };
}

export interface RunFilter {
  readonly job?: string;
  readonly environment?: string;
  readonly status?: RunStatus | "open";
  /** The newest that many; all when missing. */
  readonly limit?: number;
}

/** The list of runs. It only repeats what the records say, and is made again from them when it is lost. */
export interface RunIndex {
  /** Gives a run its short number, before it begins; a known run keeps its own. */
  alias(run: string): number;
  /** Takes up what of the run's events belongs in the list. */
  note(events: readonly Event[], run: string): void;
  /** Newest first. */
  list(filter?: RunFilter): readonly RunSummary[];
  /** By short number, ULID, the beginning or the end of one (six letters or more), or `last`. */
  find(reference: string): RunSummary | undefined;
  forget(run: string): void;
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS run (
    alias INTEGER PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL UNIQUE,
    job TEXT, environment TEXT, master TEXT, repo TEXT, branch TEXT, commit_id TEXT, dirty INTEGER, created_at INTEGER,
    resumes TEXT, ended_at INTEGER, status TEXT, reason TEXT
  ) STRICT;
  PRAGMA user_version = 1;
`;

/**
 * Opens the list, taking up what is missing in it. Where its file cannot be written or is damaged, a list in memory stands
 * in for it: it is never the reason why a run cannot be made or looked at.
 */
export async function openRunIndex(folder: StateFolder): Promise<RunIndex> {
  const isNew = !existsSync(folder.index);
  const database = await openOrStandIn(folder);
  const index = indexOn(database);
  await takeUp(folder, isNew || database.location() === null ? runsOnRecord(folder) : newestOpen(database), index);
  return index;
}

async function openOrStandIn(folder: StateFolder): Promise<DatabaseSync> {
  try {
    return await openDatabase(folder.index, schema);
  } catch (cause) {
    if (worldlyReason(cause) === undefined) throw cause;
    const memory = await openMemoryDatabase(schema);
    await copyNumbers(folder, memory);
    return memory;
  }
}

/** The short numbers that people have seen stay what they are, as far as they can be read. */
async function copyNumbers(folder: StateFolder, memory: DatabaseSync): Promise<void> {
  if (!existsSync(folder.index)) return;
  try {
    const file = await openDatabaseReadOnly(folder.index);
    const insert = memory.prepare("INSERT INTO run (alias, run) VALUES (?, ?)");
    for (const row of file.prepare("SELECT alias, run FROM run").all())
      insert.run(Number(row["alias"]), String(row["run"]));
    file.close();
  } catch (cause) {
    if (worldlyReason(cause) === undefined) throw cause;
  }
}

/** Their order is that of their ULIDs, so new short numbers come out as near to lost ones as can be. */
function runsOnRecord(folder: StateFolder): readonly string[] {
  return existsSync(folder.runs) ? readdirSync(folder.runs).filter(isUlid).toSorted() : [];
}

/** Of how many of the newest runs the end is looked for again, where the list does not have it. */
const lookedAtAgain = 20;

function newestOpen(database: DatabaseSync): readonly string[] {
  const newest = database.prepare("SELECT run, ended_at FROM run ORDER BY alias DESC LIMIT ?").all(lookedAtAgain);
  return newest.filter((row) => row["ended_at"] === null).map((row) => String(row["run"]));
}

async function takeUp(folder: StateFolder, runs: readonly string[], index: RunIndex): Promise<void> {
  const store = openSqliteRunStore(folder);
  for (const run of runs) {
    const bounds = await store.bounds(run);
    index.note(bounds, run);
  }
  store.close();
}

function indexOn(database: DatabaseSync): RunIndex {
  const alias = (run: string): number => {
    const known = database.prepare("SELECT alias FROM run WHERE run = ?").get(run);
    // No INSERT OR IGNORE: an ignored row would use up a number all the same.
    const row = known ?? database.prepare("INSERT INTO run (run) VALUES (?) RETURNING alias").get(run);
    return Number(row?.["alias"]);
  };
  return {
    alias: (run) => transaction(database, () => alias(run)),
    note(events, run) {
      for (const event of events) {
        if (event.type !== "run.created" && event.type !== "run.ended") continue;
        unlessUnwritable(() =>
          transaction(database, () => {
            alias(run);
            if (event.type === "run.created") noteCreated(database, run, event);
            else noteEnded(database, run, event);
          }),
        );
      }
    },
    list: (filter = {}) => list(database, filter),
    find: (reference) => find(database, reference),
    forget: (run) => void database.prepare("DELETE FROM run WHERE run = ?").run(run),
    close: () => database.close(),
  };
}

/** What the list misses now is in the record, and is taken up when the list is opened the next time. */
function unlessUnwritable(write: () => void): void {
  try {
    write();
  } catch (cause) {
    if (worldlyReason(cause) === undefined) throw cause;
  }
}

function noteCreated(database: DatabaseSync, run: string, event: Extract<Event, { type: "run.created" }>): void {
  const { job, environment, master, source, at, resumes } = event;
  database
    .prepare(
      `UPDATE run SET job = ?, environment = ?, master = ?, repo = ?, branch = ?, commit_id = ?, dirty = ?,
       created_at = ?, resumes = ? WHERE run = ?`,
    )
    .run(
      job,
      environment,
      master,
      source.repo,
      source.branch ?? null,
      source.commit ?? null,
      source.dirty ? 1 : 0,
      at,
      resumes ?? null,
      run,
    );
}

function noteEnded(database: DatabaseSync, run: string, event: Extract<Event, { type: "run.ended" }>): void {
  const end = database.prepare("UPDATE run SET ended_at = ?, status = ?, reason = ? WHERE run = ?");
  end.run(event.at, event.status, event.reason, run);
}

function list(database: DatabaseSync, { job, environment, status, limit }: RunFilter): readonly RunSummary[] {
  const rows = database
    .prepare(
      `SELECT * FROM run WHERE created_at IS NOT NULL AND (?1 IS NULL OR job = ?1) AND (?2 IS NULL OR environment = ?2)
       AND (?3 IS NULL OR coalesce(status, 'open') = ?3) ORDER BY run DESC LIMIT ?4`,
    )
    .all(job ?? null, environment ?? null, status ?? null, limit ?? -1);
  return rows.map(summaryOf);
}

/** Short parts of a ULID are not taken: two runs of one second share their beginning. */
const shortestPart = 6;

function find(database: DatabaseSync, reference: string): RunSummary | undefined {
  const by = (where: string, ...values: string[]) => {
    const rows = database.prepare(`SELECT * FROM run WHERE created_at IS NOT NULL AND ${where}`).all(...values);
    return rows.length === 1 && rows[0] !== undefined ? summaryOf(rows[0]) : undefined;
  };
  if (reference === "last") return list(database, { limit: 1 })[0];
  if (/^\d{1,9}$/.test(reference)) return by("alias = ?", reference);
  const ulid = reference.toUpperCase();
  if (ulid.length < shortestPart || !/^[0-9A-Z]+$/.test(ulid)) return undefined;
  return by("run = ?", ulid) ?? by("run LIKE ? OR run LIKE ?", `${ulid}%`, `%${ulid}`);
}

function summaryOf(row: Record<string, SQLOutputValue>): RunSummary {
  const text = (column: string): string | undefined => {
    const value = row[column];
    return value === null || value === undefined ? undefined : String(value);
  };
  const [branch, commit, resumes] = [text("branch"), text("commit_id"), text("resumes")];
  const status = statusOf(text("status"));
  return {
    run: text("run") ?? "",
    alias: Number(row["alias"]),
    job: text("job") ?? "",
    environment: text("environment") ?? "",
    master: text("master") ?? "",
    repo: text("repo") ?? "",
    ...(branch === undefined ? {} : { branch }),
    ...(commit === undefined ? {} : { commit }),
    dirty: row["dirty"] === 1,
    createdAt: Number(row["created_at"]),
    ...(resumes === undefined ? {} : { resumes }),
    ...(status === undefined ? {} : { end: { at: Number(row["ended_at"]), status, reason: text("reason") ?? "" } }),
  };
}

const statuses: readonly RunStatus[] = ["succeeded", "failed", "cancelled", "environment-failed"];

function statusOf(text: string | undefined): RunStatus | undefined {
  return statuses.find((status) => status === text);
}
