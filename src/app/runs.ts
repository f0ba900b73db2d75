import { error } from "../diagnostics/report.ts";
import type { Event } from "../model/event.ts";
import { openSourceTree } from "../repo/source-tree.ts";
import { replayRun } from "../reporters/replay-run.ts";
import type { ReportOptions } from "../reporters/reporter.ts";
import { runsTable } from "../reporters/runs-table.ts";
import { isLed } from "../state/control-socket.ts";
import { readPlan } from "../state/run-files.ts";
import { openRunIndex, type RunSummary } from "../state/run-index.ts";
import { openSqliteRunStore } from "../state/sqlite-run-store.ts";
import { type StateFolder, stateFolder } from "../state/state-folder.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import { openRecord } from "./records/open-record.ts";
import { reportOptions, textsIn } from "./records/report.ts";
import { giveUp, tell } from "./tell.ts";

export interface ListOptions {
  readonly job?: string | undefined;
  readonly limit?: string | undefined;
  readonly format: "text" | "json";
}

const usualLimit = 20;

/** Lists the runs on record, the newest first. */
export async function listRuns({ job, limit, format }: ListOptions, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const count = limit === undefined ? usualLimit : Number(limit);
  if (!Number.isInteger(count) || count < 1) {
    return giveUp(
      [error("AMA2005", `\`--limit ${limit}\` is no number of runs.`, { hint: "Write a whole number from 1." })],
      host,
    );
  }
  const state = stateFolder(folders.value.state);
  const index = await openRunIndex(state);
  const runs = index.list({ limit: count, ...(job === undefined ? {} : { job }) });
  index.close();
  tell(index.remarks, host);
  host.stdout.write(format === "json" ? `${JSON.stringify(runs, null, 2)}\n` : await table(runs, state, host));
  return exitCodes.succeeded;
}

async function table(runs: readonly RunSummary[], state: StateFolder, { stdout }: AppHost): Promise<string> {
  const aliases = new Map(runs.map(({ run, alias }) => [run, alias]));
  const rows = await Promise.all(
    runs.map(async ({ resumes, ...run }) => {
      const continued = resumes === undefined ? undefined : (aliases.get(resumes) ?? Number(resumes));
      const isRunning = run.end === undefined && (await isLed(state, run.run));
      return {
        ...run,
        isRunning,
        ...(continued === undefined || Number.isNaN(continued) ? {} : { resumes: continued }),
      };
    }),
  );
  const lines = runsTable(rows, { columns: stdout.columns, colour: stdout.colour, now: Date.now() });
  return lines.length === 0 ? "No runs yet: `ama run` makes one.\n" : `${lines.join("\n")}\n`;
}

/** Shows one run as its code report would have, from its record; or prints its events. */
export async function showRun(
  { run, format }: { readonly run: string; readonly format: "text" | "json" },
  host: AppHost,
): Promise<number> {
  const record = await openRecord(run, host);
  if (!record.ok) return giveUp(record.diagnostics, host);
  const { state, summary } = record.value;
  const id = summary.run;
  const plan = await readPlan(state, id);
  if (plan === undefined)
    return giveUp([error("AMA2011", `The record of run ${run} holds no plan that can be read.`)], host);
  const store = openSqliteRunStore(state);
  const source = await sourceOf(store.read(id), state.root);
  const reported = { plan, run: id, runName: String(summary.alias), source, state };
  const options = reportOptions(reported, host.stdout.isTerminal, host);
  await replayRun(format === "json" ? "json" : "code", store.read(id), options);
  return exitCodes.succeeded;
}

/** The texts that a run was made of; none where they have been removed. */
async function sourceOf(record: AsyncIterable<readonly Event[]>, stateRoot: string): Promise<ReportOptions["source"]> {
  for await (const [event] of record) {
    if (event?.type !== "run.created") break;
    const tree = openSourceTree(`${stateRoot}/sources`, event.source.digest);
    return tree.ok ? textsIn(tree.value) : () => undefined;
  }
  return () => undefined;
}
