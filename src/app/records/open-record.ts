import { ok, type Result } from "../../model/result.ts";
import { checkRecord } from "../../state/check-record.ts";
import type { RunSummary } from "../../state/run-index.ts";
import { type StateFolder, stateFolder } from "../../state/state-folder.ts";
import type { AppHost } from "../app-host.ts";
import { findRun } from "./find-run.ts";
import { foldersFor } from "../folders-for.ts";

/** A run on record, and the folder that it is in. */
export interface NamedRun {
  readonly state: StateFolder;
  readonly summary: RunSummary;
}

/** The run that a user names, with a record that can be read from end to end. */
export async function openRecord(reference: string, host: AppHost): Promise<Result<NamedRun>> {
  const named = await openNamedRun(reference, host);
  if (!named.ok) return named;
  const checked = await checkRecord(named.value.state, named.value.summary.run);
  return checked.ok ? named : checked;
}

/** The run that a user names, whatever has become of its record. */
export async function openNamedRun(reference: string, host: AppHost): Promise<Result<NamedRun>> {
  const folders = foldersFor(host);
  if (!folders.ok) return folders;
  const state = stateFolder(folders.value.state);
  const found = await findRun(state, reference);
  return found.ok ? ok({ state, summary: found.value }) : found;
}
