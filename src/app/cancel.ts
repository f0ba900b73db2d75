import { fold, initialState } from "../engine/fold.ts";
import { cancelGraceMs } from "../engine/run-control.ts";
import { askLeader, isLed } from "../state/control-socket.ts";
import { readPlan } from "../state/run-files.ts";
import { openSqliteRunStore } from "../state/sqlite-run-store.ts";
import { type StateFolder, stateFolder } from "../state/state-folder.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { findRun } from "./find-run.ts";
import { foldersFor } from "./folders-for.ts";
import { giveUp } from "./tell.ts";

const pollMs = 100;

/** Cancels a run from outside, waits until it has ended, and says what is left, if anything. */
export async function cancelRun(
  { run, kill }: { readonly run: string; readonly kill: boolean },
  host: AppHost,
): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const state = stateFolder(folders.value.state);
  const found = await findRun(state, run);
  if (!found.ok) return giveUp(found.diagnostics, host);
  const id = found.value.run;
  const cancel = {
    ask: "cancel" as const,
    by: "ama cancel",
    reason: "cancelled by `ama cancel`",
    graceMs: kill ? 0 : cancelGraceMs,
  };
  const asked = await askLeader(state, id, cancel);
  if (!asked.ok) return giveUp(asked.diagnostics, host);
  if (kill) await askLeader(state, id, cancel);
  while (await isLed(state, id)) await new Promise((resolve) => setTimeout(resolve, pollMs));
  host.stdout.write(`${await howItEnded(state, id, String(found.value.alias))}\n`);
  return exitCodes.succeeded;
}

async function howItEnded(state: StateFolder, run: string, name: string): Promise<string> {
  const plan = await readPlan(state, run);
  if (plan === undefined) return `Run ${name} has ended.`;
  let folded = initialState(plan);
  const left: string[] = [];
  for await (const events of openSqliteRunStore(state).read(run)) {
    folded = events.reduce(fold, folded);
    left.push(...events.flatMap((event) => (event.type === "attempt.ended" ? (event.left ?? []) : [])));
  }
  const status = folded.end.is === "ended" ? folded.end.status : "no longer led";
  return [
    `Run ${name} is ${status}.`,
    ...left.map((what) => `Could not be stopped, and ended with its host: ${what}`),
  ].join("\n");
}
