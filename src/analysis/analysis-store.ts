import { randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Analysis } from "../model/analysis.ts";
import { digestOf } from "../model/digest.ts";

/** Where analyses are kept: one file for each job, as a job's sources are read together. */
export interface AnalysisStore {
  /** A folder of the cache; made when something is written. */
  readonly directory: string;
  /** What names the job, such as the path or URL of its repo: another job has another file. */
  readonly scope: string;
}

/** Raised when `Analysis` changes its shape. */
const format = "amaterasu analyses 1";

/**
 * What is stored, by key; nothing where there is no file or it is damaged. A digest in its first line covers all the
 * rest, which is quicker to check than the shape of every entry.
 */
export async function readStored(store: AnalysisStore): Promise<Map<string, Analysis>> {
  const text = await readFile(fileOf(store), "utf8").catch(() => "");
  const end = text.indexOf("\n");
  const body = text.slice(end + 1);
  if (end < 0 || text.slice(0, end) !== `${format} ${digestOf(body)}`) return new Map();
  const entries: Record<string, Analysis> = JSON.parse(body);
  return new Map(Object.entries(entries));
}

/** Replaces what is stored. A cache that cannot be written, as on a read-only disk, costs time and nothing else. */
export async function writeStored(store: AnalysisStore, entries: ReadonlyMap<string, Analysis>): Promise<void> {
  const file = fileOf(store);
  const body = JSON.stringify(Object.fromEntries(entries));
  const next = `${file}.${randomUUID()}`;
  try {
    await mkdir(store.directory, { recursive: true });
    await writeFile(next, `${format} ${digestOf(body)}\n${body}`);
    await rename(next, file);
  } catch {
    await rm(next, { force: true }).catch(() => undefined);
  }
}

function fileOf(store: AnalysisStore): string {
  return join(store.directory, `${digestOf(store.scope).slice(0, 24)}.json`);
}
