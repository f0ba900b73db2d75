import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { openDatabase, openDatabaseReadOnly, openMemoryDatabase, worldlyReason } from "./database.ts";
import { runTable } from "./run-table.ts";
import type { StateFolder } from "./state-folder.ts";

export interface IndexDatabase {
  readonly database: DatabaseSync;
  /** AMA1805 where the file is damaged. */
  readonly remarks: readonly Diagnostic[];
}

/** The list's own file or, where it is damaged or cannot be written, a list in memory that stands in for it. */
export async function openIndexDatabase(folder: StateFolder): Promise<IndexDatabase> {
  try {
    const database = await openDatabase(folder.index, runTable);
    const flaw = flawOf(database);
    if (flaw === undefined) return { database, remarks: [] };
    database.close();
    return { database: await standIn(folder), remarks: [damaged(folder, flaw)] };
  } catch (cause) {
    const reason = worldlyReason(cause);
    if (reason === undefined) throw cause;
    return { database: await standIn(folder), remarks: isDamage(cause) ? [damaged(folder, reason)] : [] };
  }
}

/** Damage behind the first page would only show when that place is read. */
function flawOf(database: DatabaseSync): string | undefined {
  const found = database.prepare("PRAGMA quick_check(1)").get()?.["quick_check"];
  return found === "ok" ? undefined : String(found).replaceAll("\n", " ");
}

/** SQLite's codes for what is no database, or none any more. */
function isDamage(cause: unknown): boolean {
  return cause instanceof Error && "errcode" in cause && (cause.errcode === 11 || cause.errcode === 26);
}

async function standIn(folder: StateFolder): Promise<DatabaseSync> {
  const memory = await openMemoryDatabase(runTable);
  await copyNumbers(folder, memory);
  return memory;
}

/** The short numbers that people have seen stay what they are, as far as they can be read. */
async function copyNumbers(folder: StateFolder, memory: DatabaseSync): Promise<void> {
  if (!existsSync(folder.index)) return;
  try {
    const file = await openDatabaseReadOnly(folder.index);
    const isMade = file.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'run'").get() !== undefined;
    const insert = memory.prepare("INSERT OR IGNORE INTO run (alias, run) VALUES (?, ?)");
    const rows = isMade ? file.prepare("SELECT alias, run FROM run").all() : [];
    for (const row of rows) insert.run(Number(row["alias"]), String(row["run"]));
    file.close();
  } catch (cause) {
    if (worldlyReason(cause) === undefined) throw cause;
  }
}

function damaged(folder: StateFolder, why: string): Diagnostic {
  return warning("AMA1805", `The list of runs ${folder.index} is damaged: ${why}.`, {
    hint: "Remove it, and it is made again from the runs' records; until then they are read each time.",
  });
}
