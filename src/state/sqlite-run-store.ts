import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { error } from "../diagnostics/report.ts";
import type { Appended, AppendTo, Lead, RunStore } from "../engine/ports.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Event } from "../model/event.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { hasEvents, unreadable } from "./check-record.ts";
import { openDatabase, openDatabaseReadOnly, transaction, worldlyReason } from "./database.ts";
import { eventsFrom } from "./stored-event.ts";
import type { StateFolder } from "./state-folder.ts";

const schema = `
  CREATE TABLE IF NOT EXISTS event (seq INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS leader (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO leader VALUES (1, 0);
  PRAGMA user_version = 1;
`;

const portion = 1_000;

export interface SqliteOptions {
  /** The most pages of 4 KiB that a record may have; as many as the disk holds when missing. */
  readonly maxPages?: number;
}

export interface SqliteRunStore extends RunStore {
  /** The first and the last event of a record, without reading what is between; none where it has none yet. AMA1804 where it cannot be read. */
  bounds(run: string): Promise<Result<readonly Event[]>>;
  close(): void;
}

/** Keeps each run's events in a database of its own, so that runs never wait for each other and a run is one folder. */
export function openSqliteRunStore(folder: StateFolder, { maxPages }: SqliteOptions = {}): SqliteRunStore {
  const open = new Map<string, DatabaseSync>();

  async function databaseOf(run: string): Promise<DatabaseSync> {
    const known = open.get(run);
    if (known !== undefined) return known;
    const database = await openDatabase(folder.run(run).record, schema);
    if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
    open.set(run, database);
    return database;
  }

  return {
    async lead(run): Promise<Lead> {
      try {
        const database = await databaseOf(run);
        return transaction(database, () => lead(database));
      } catch (cause) {
        return { is: "failed", diagnostic: cannotWrite(folder.run(run).record, cause) };
      }
    },
    async append(run, to, events): Promise<Appended> {
      try {
        const database = await databaseOf(run);
        return transaction(database, () => append(database, to, events));
      } catch (cause) {
        return { is: "failed", diagnostic: cannotWrite(folder.run(run).record, cause) };
      }
    },
    async *read(run, afterSeq = 0) {
      const path = folder.run(run).record;
      if (!existsSync(path)) return;
      const known = open.get(run);
      const database = known ?? (await openDatabaseReadOnly(path));
      try {
        yield* readPortions(database, afterSeq);
      } finally {
        if (known === undefined) database.close();
      }
    },
    async bounds(run) {
      const path = folder.run(run).record;
      if (!existsSync(path)) return ok([]);
      try {
        const known = open.get(run);
        const database = known ?? (await openDatabaseReadOnly(path));
        try {
          return ok(boundsOf(database));
        } finally {
          if (known === undefined) database.close();
        }
      } catch (cause) {
        const reason = worldlyReason(cause);
        if (reason === undefined) throw cause;
        return failed(unreadable(folder, run, reason));
      }
    },
    close() {
      for (const database of open.values()) database.close();
      open.clear();
    },
  };
}

function lead(database: DatabaseSync): Lead {
  const row = database.prepare("UPDATE leader SET epoch = epoch + 1 RETURNING epoch").get();
  return { is: "leading", epoch: Number(row?.["epoch"]), lastSeq: lastSeq(database) };
}

function append(database: DatabaseSync, { epoch, expectedSeq }: AppendTo, events: readonly Event[]): Appended {
  const row = database.prepare("SELECT epoch FROM leader").get();
  if (Number(row?.["epoch"]) !== epoch) return { is: "superseded" };
  const found = lastSeq(database) + 1;
  if (found !== expectedSeq) throw new Error(`the record goes on at ${found}, its leader at ${expectedSeq}`);
  const insert = database.prepare("INSERT INTO event VALUES (?, ?)");
  for (const event of events) insert.run(event.seq, JSON.stringify(event));
  return { is: "appended" };
}

function lastSeq(database: DatabaseSync): number {
  return Number(database.prepare("SELECT coalesce(max(seq), 0) AS seq FROM event").get()?.["seq"]);
}

/** Its leader has made the file, and may not have made the table yet. */
function boundsOf(database: DatabaseSync): readonly Event[] {
  if (!hasEvents(database)) return [];
  const bounds =
    "SELECT body FROM event WHERE seq IN (1, (SELECT max(seq) FROM event)) AND json_valid(body) ORDER BY seq";
  return eventsFrom(database.prepare(bounds).all());
}

function* readPortions(database: DatabaseSync, afterSeq: number): Generator<readonly Event[]> {
  const select = database.prepare("SELECT seq, body FROM event WHERE seq > ? ORDER BY seq LIMIT ?");
  for (let after = afterSeq; ; ) {
    const events = eventsFrom(select.all(after, portion));
    const last = events.at(-1);
    if (last === undefined) return;
    yield events;
    after = last.seq;
  }
}

function cannotWrite(path: string, cause: unknown): Diagnostic {
  const reason = worldlyReason(cause);
  if (reason === undefined) throw cause;
  return error("AMA1801", `The run's record ${path} cannot be written: ${reason}.`, {
    hint: "Make room or mend the folder, or choose another one with AMA_STATE; what was recorded so far is kept.",
  });
}
