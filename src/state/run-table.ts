import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Event, RunStatus } from "../model/event.ts";

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

/** One line per run; SQLite's own numbering gives the short numbers, and never one twice. */
export const runTable = `
  CREATE TABLE IF NOT EXISTS run (
    alias INTEGER PRIMARY KEY AUTOINCREMENT,
    run TEXT NOT NULL UNIQUE,
    job TEXT, environment TEXT, master TEXT, repo TEXT, branch TEXT, commit_id TEXT, dirty INTEGER, created_at INTEGER,
    resumes TEXT, ended_at INTEGER, status TEXT, reason TEXT
  ) STRICT;
  PRAGMA user_version = 1;
`;

export function noteCreated(database: DatabaseSync, run: string, event: Extract<Event, { type: "run.created" }>): void {
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

export function noteEnded(database: DatabaseSync, run: string, event: Extract<Event, { type: "run.ended" }>): void {
  const end = database.prepare("UPDATE run SET ended_at = ?, status = ?, reason = ? WHERE run = ?");
  end.run(event.at, event.status, event.reason, run);
}

export function listRuns(
  database: DatabaseSync,
  { job, environment, status, limit }: RunFilter,
): readonly RunSummary[] {
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

export function findRun(database: DatabaseSync, reference: string): RunSummary | undefined {
  const by = (where: string, ...values: string[]) => {
    const rows = database.prepare(`SELECT * FROM run WHERE created_at IS NOT NULL AND ${where}`).all(...values);
    return rows.length === 1 && rows[0] !== undefined ? summaryOf(rows[0]) : undefined;
  };
  if (reference === "last") return listRuns(database, { limit: 1 })[0];
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
