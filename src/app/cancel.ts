import { fold, initialState } from "../engine/core/fold.ts";
import { cancelGraceMs } from "../engine/run-control.ts";
import { checkRecord } from "../state/check-record.ts";
import { askLeader, isLed } from "../state/control-socket.ts";
import { readPlan } from "../state/run-files.ts";
import { openSqliteRunStore } from "../state/sqlite-run-store.ts";
import type { StateFolder } from "../state/state-folder.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { openNamedRun } from "./records/open-record.ts";
import { giveUp } from "./tell.ts";

const pollMs = 100;

/** Cancels a run from outside, waits until it has ended, and says what is left, if anything. */
export async function cancelRun(
  { run, kill }: { readonly run: string; readonly kill: boolean },
  host: AppHost,
): Promise<number> {
  const record = await openNamedRun(run, host);
  if (!record.ok) return giveUp(record.diagnostics, host);
  const { state, summary } = record.value;
  const id = summary.run;
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
  host.stdout.write(`${await howItEnded(state, id, String(summary.alias))}\n`);
  return exitCodes.succeeded;
}

async function howItEnded(state: StateFolder, run: string, name: string): Promise<string> {
  const plan = await readPlan(state, run);
  const checked = await checkRecord(state, run);
  if (plan === undefined || !checked.ok) return `Run ${name} has ended.`;
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
