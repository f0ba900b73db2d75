import { ok, type Result } from "../model/result.ts";
import type { RunSummary } from "../state/run-index.ts";
import { type StateFolder, stateFolder } from "../state/state-folder.ts";
import type { AppHost } from "./app-host.ts";
import { findRun } from "./find-run.ts";
import { foldersFor } from "./folders-for.ts";

/** The record of a run that a user names, and the folder that it is in. */
export async function openRecord(
  reference: string,
  host: AppHost,
): Promise<Result<{ readonly state: StateFolder; readonly summary: RunSummary }>> {
  const folders = foldersFor(host);
  if (!folders.ok) return folders;
  const state = stateFolder(folders.value.state);
  const found = await findRun(state, reference);
  return found.ok ? ok({ state, summary: found.value }) : found;
}
