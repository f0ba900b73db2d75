import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { error } from "../diagnostics/report.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { openDatabaseReadOnly, worldlyReason } from "./database.ts";
import type { StateFolder } from "./state-folder.ts";

/** Whether a run's record can be read from its first event to its last (AMA1804), which whoever reads it wants to know before. */
export async function checkRecord(folder: StateFolder, run: string): Promise<Result<void>> {
  const flaw = await flawOf(folder.run(run).record);
  return flaw === undefined ? ok(undefined) : failed(unreadable(folder, run, flaw));
}

/** What is told of a record that cannot be read. */
export function unreadable(folder: StateFolder, run: string, why: string) {
  const { root, record } = folder.run(run);
  return error("AMA1804", `The record ${record} cannot be read: ${why}.`, {
    hint: `Other runs are not affected, and the job can be run anew. What this one printed is in ${root}/output; to be rid of it, remove ${root}.`,
  });
}

async function flawOf(path: string): Promise<string | undefined> {
  if (!existsSync(path)) return "it is gone";
  try {
    const database = await openDatabaseReadOnly(path);
    try {
      return hasEvents(database) ? flawOfEvents(database) : "it holds no events";
    } finally {
      database.close();
    }
  } catch (cause) {
    const reason = worldlyReason(cause);
    if (reason === undefined) throw cause;
    return reason;
  }
}

/** An empty file is a database without tables to SQLite. */
export function hasEvents(database: DatabaseSync): boolean {
  return database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'event'").get() !== undefined;
}

function flawOfEvents(database: DatabaseSync): string | undefined {
  const row = database
    .prepare("SELECT count(*) AS count, max(seq) AS last, min(json_valid(body)) AS valid FROM event")
    .get();
  const count = Number(row?.["count"]);
  if (count === 0) return "it holds no events";
  if (row?.["last"] !== count) return `it holds ${count} events of ${Number(row?.["last"])}`;
  return row["valid"] === 1 ? undefined : "an event in it is no JSON";
}
