import { existsSync, readdirSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Event } from "../model/event.ts";
import { openDatabase, openDatabaseReadOnly, openMemoryDatabase, transaction, worldlyReason } from "./database.ts";
import { findRun, listRuns, noteCreated, noteEnded, type RunFilter, type RunSummary, runTable } from "./run-table.ts";
import { openSqliteRunStore } from "./sqlite-run-store.ts";
import type { StateFolder } from "./state-folder.ts";
import { isUlid } from "./ulid.ts";

export type { RunFilter, RunSummary };

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
    return await openDatabase(folder.index, runTable);
  } catch (cause) {
    if (worldlyReason(cause) === undefined) throw cause;
    const memory = await openMemoryDatabase(runTable);
    await copyNumbers(folder, memory);
    return memory;
  }
}

/** The short numbers that people have seen stay what they are, as far as they can be read. */
async function copyNumbers(folder: StateFolder, memory: DatabaseSync): Promise<void> {
  if (!existsSync(folder.index)) return;
  try {
    const file = await openDatabaseReadOnly(folder.index);
    const isMade = file.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'run'").get() !== undefined;
    const insert = memory.prepare("INSERT INTO run (alias, run) VALUES (?, ?)");
    const rows = isMade ? file.prepare("SELECT alias, run FROM run").all() : [];
    for (const row of rows) insert.run(Number(row["alias"]), String(row["run"]));
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
    alias: (run) => unlessUnwritable(() => transaction(database, () => alias(run))) ?? nextAlias(database),
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
    list: (filter = {}) => listRuns(database, filter),
    find: (reference) => findRun(database, reference),
    forget: (run) => void database.prepare("DELETE FROM run WHERE run = ?").run(run),
    close: () => database.close(),
  };
}

/** What the list misses now is in the record, and is taken up when the list is opened the next time. */
function unlessUnwritable<T>(write: () => T): T | undefined {
  try {
    return write();
  } catch (cause) {
    if (worldlyReason(cause) === undefined) throw cause;
    return undefined;
  }
}

/** The number that a run will have when there is room to write it down. */
function nextAlias(database: DatabaseSync): number {
  return Number(database.prepare("SELECT coalesce(max(alias), 0) + 1 AS next FROM run").get()?.["next"]);
}
