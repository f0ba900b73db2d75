import { existsSync, readdirSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Event } from "../model/event.ts";
import { transaction, worldlyReason } from "./database.ts";
import { openIndexDatabase } from "./index-database.ts";
import { findRun, listRuns, noteCreated, noteEnded, type RunFilter, type RunSummary } from "./run-table.ts";
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
  /** The list's file is damaged (AMA1805), or a record that it misses cannot be read (AMA1804). */
  readonly remarks: readonly Diagnostic[];
  close(): void;
}

/**
 * Opens the list, taking up what is missing in it. Where its file cannot be written or is damaged, a list in memory stands
 * in for it: it is never the reason why a run cannot be made or looked at.
 */
export async function openRunIndex(folder: StateFolder): Promise<RunIndex> {
  const { database, remarks } = await openIndexDatabase(folder);
  const index = indexOn(database);
  const unread = await takeUp(folder, isIncomplete(database) ? runsOnRecord(folder) : newestOpen(database), index);
  return { ...index, remarks: [...remarks, ...unread] };
}

/** A new list, one that was emptied, and one that stands in have everything to learn. */
function isIncomplete(database: DatabaseSync): boolean {
  return database.location() === null || database.prepare("SELECT 1 FROM run LIMIT 1").get() === undefined;
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

/** Takes up what the records say; a warning for each that cannot be read. */
async function takeUp(
  folder: StateFolder,
  runs: readonly string[],
  index: Pick<RunIndex, "note">,
): Promise<readonly Diagnostic[]> {
  const store = openSqliteRunStore(folder);
  const unread: Diagnostic[] = [];
  for (const run of runs) {
    const bounds = await store.bounds(run);
    if (bounds.ok) index.note(bounds.value, run);
    else unread.push(...bounds.diagnostics.map((diagnostic) => ({ ...diagnostic, severity: "warning" as const })));
  }
  return unread;
}

function indexOn(database: DatabaseSync): Omit<RunIndex, "remarks"> {
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
