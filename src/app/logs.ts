import { createReadStream, existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { hostLog } from "../clusters/local/start-host.ts";
import { error } from "../diagnostics/report.ts";
import type { Event } from "../model/event.ts";
import { nearest } from "../model/nearest.ts";
import { readOutput } from "../state/read-output.ts";
import { openSqliteRunStore } from "../state/sqlite-run-store.ts";
import type { StateFolder } from "../state/state-folder.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { openRecord } from "./records/open-record.ts";
import { giveUp } from "./tell.ts";

export interface LogsOptions {
  readonly run: string;
  readonly action?: string;
  readonly attempt?: string | undefined;
  readonly hostLog: boolean;
}

type Requested = Extract<Event, { type: "attempt.requested" }>;

/** Prints what a run's attempts printed: stdout on stdout, stderr on stderr; or the logs of its hosts. */
export async function printLogs(options: LogsOptions, host: AppHost): Promise<number> {
  const record = await openRecord(options.run, host);
  if (!record.ok) return giveUp(record.diagnostics, host);
  const { state, summary } = record.value;
  const { run } = summary;
  if (options.hostLog) return printHostLogs(state, run, host);
  const attempts = await attemptsOf(state, run);
  const ids = [...new Set(attempts.map(({ action }) => action))];
  if (options.action !== undefined && !ids.includes(options.action))
    return giveUp([notRun(options.action, options.run, ids)], host);
  const chosen = attempts.filter(
    ({ action, number }) =>
      (options.action === undefined || action === options.action) &&
      (options.attempt === undefined || String(number) === options.attempt),
  );
  for (const attempt of chosen) await printAttempt(state, run, attempt, chosen.length > 1, host);
  return exitCodes.succeeded;
}

async function attemptsOf(state: StateFolder, run: string): Promise<Requested[]> {
  const attempts: Requested[] = [];
  for await (const events of openSqliteRunStore(state).read(run)) {
    attempts.push(...events.filter((event) => event.type === "attempt.requested"));
  }
  return attempts;
}

async function printAttempt(
  state: StateFolder,
  run: string,
  { action, attempt, number }: Requested,
  titled: boolean,
  host: AppHost,
): Promise<void> {
  if (titled) host.stdout.write(`── ${action}, attempt ${number}\n`);
  for (const stream of ["stdout", "stderr"] as const) {
    const decoder = new TextDecoder();
    for await (const part of readOutput(state, { run, attempt, stream })) {
      host[stream].write(decoder.decode(part, { stream: true }));
      await host[stream].flush();
    }
    host[stream].write(decoder.decode());
  }
}

async function printHostLogs(state: StateFolder, run: string, host: AppHost): Promise<number> {
  const hosts = join(state.run(run).root, "hosts");
  const logs = existsSync(hosts) ? readdirSync(hosts).map((id) => hostLog(join(hosts, id))) : [];
  for (const log of logs.filter((path) => existsSync(path))) {
    for await (const part of createReadStream(log, { encoding: "utf8" })) {
      host.stdout.write(String(part));
      await host.stdout.flush();
    }
  }
  return exitCodes.succeeded;
}

function notRun(action: string, run: string, ids: readonly string[]) {
  const near = nearest(action, ids);
  const hint = near === undefined ? `Those that ran are ${ids.join(", ") || "none"}.` : `Did you mean \`${near}\`?`;
  return error("AMA2013", `No action \`${action}\` ran in run ${run}.`, { hint });
}
