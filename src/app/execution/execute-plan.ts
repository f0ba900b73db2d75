import { existsSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { RunOutcome } from "../../engine/leader.ts";
import type { Ports } from "../../engine/ports.ts";
import { cancelGraceMs, openRunControl, type RunControl } from "../../engine/run-control.ts";
import { type RunOrder, runPlan } from "../../engine/run-plan.ts";
import { systemClock } from "../../engine/system-clock.ts";
import { version } from "../../model/version.ts";
import { type ControlServer, serveControl } from "../../state/control-socket.ts";
import type { Secrets } from "../../secrets/resolve-secrets.ts";
import { openOutputStore } from "../../state/output-store.ts";
import { writeRunFiles } from "../../state/run-files.ts";
import { openRunIndex } from "../../state/run-index.ts";
import { openSqliteRunStore } from "../../state/sqlite-run-store.ts";
import { type StateFolder, stateFolder } from "../../state/state-folder.ts";
import { removeAbandonedFiles, temporaryFiles } from "../../state/temporary-files.ts";
import { newUlid } from "../../state/ulid.ts";
import type { AppHost } from "../app-host.ts";
import { exitCodeOf, exitCodes } from "../exit-codes.ts";
import { hostStartLimitMs } from "../hosts/host-start-limit.ts";
import { lazyRunnerServer } from "../hosts/lazy-runner-server.ts";
import { openReport, textsIn } from "../records/report.ts";
import { giveUp } from "../tell.ts";
import type { Execution } from "./execution.ts";
import { processesOf } from "./processes-of.ts";
import { redactorOf } from "./redactor.ts";
import { secretsOf } from "./secrets-of.ts";

/** A run that may begin: its files are written, and it can be reached. */
interface Admitted {
  readonly run: string;
  readonly state: StateFolder;
  readonly secrets: Secrets;
  readonly startLimitMs: number;
  readonly control: RunControl;
  readonly socket: ControlServer;
}

/** Executes a plan on record, reports it, and returns the exit code. */
export async function executePlan(execution: Execution, host: AppHost): Promise<number> {
  const { plan, prepared, folders } = execution;
  const secrets = await secretsOf(plan, folders, host);
  if (!secrets.ok) return giveUp(secrets.diagnostics, host);
  const startLimitMs = hostStartLimitMs(host);
  if (!startLimitMs.ok) return giveUp(startLimitMs.diagnostics, host);
  const kept = prepared.checkout.tree.keep();
  if (!kept.ok) return giveUp(kept.diagnostics, host);
  const state = stateFolder(folders.state);
  const run = newUlid();
  const files = writeRunFiles(state, run, { plan, environment: prepared.environment });
  if (!files.ok) return giveUp(files.diagnostics, host);
  const control = openRunControl();
  const socket = await serveControl(state, run, (request) => control.cancel(request));
  if (!socket.ok) return giveUp(socket.diagnostics, host);
  const admitted = {
    run,
    state,
    secrets: secrets.value,
    startLimitMs: startLimitMs.value,
    control,
    socket: socket.value,
  };
  return leadRun(execution, admitted, host);
}

async function leadRun(execution: Execution, admitted: Admitted, host: AppHost): Promise<number> {
  const { run, state, secrets, startLimitMs, control, socket } = admitted;
  const { plan, prepared, options } = execution;
  const { root } = state.run(run);
  await using atEnd = new AsyncDisposableStack();
  const cleaned = removeAbandonedFiles(state);
  atEnd.defer(() => cleaned);
  const temporary = atEnd.adopt(temporaryFiles(state, run), (files) => files.remove());
  atEnd.defer(() => removeScratch(root));
  const index = atEnd.adopt(await openRunIndex(state), (opened) => opened.close());
  const store = atEnd.adopt(openSqliteRunStore(state), (opened) => opened.close());
  const output = atEnd.adopt(openOutputStore(state), (opened) => opened.closeAll());
  atEnd.adopt(socket, (opened) => opened.close());
  const server = atEnd.adopt(lazyRunnerServer(join(root, "hosts")), (opened) => opened.close());
  const signals = atEnd.adopt(cancelBySignals(control, host), (listening) => listening.stop());

  const runName = String(index.alias(run));
  const report = openReport(options, { plan, runName, source: textsIn(prepared.checkout.tree), state, run }, host);
  const ports: Ports = {
    store,
    output,
    ...processesOf(execution, host, { run, root, secrets, server: server.get, startLimitMs, temporary }),
    clock: systemClock,
    redactor: redactorOf(secrets),
    listen: (events) => {
      index.note(events, run);
      for (const event of events) report.event(event);
    },
  };
  const outcome = await runPlan(orderOf(execution, run), ports, control);
  report.end();
  return conclude(outcome, signals.last(), host);
}

/** What only the running hosts needed; their logs stay. */
function removeScratch(runRoot: string): void {
  const hosts = join(runRoot, "hosts");
  const classes = existsSync(hosts) ? readdirSync(hosts).map((host) => join(hosts, host, "classes")) : [];
  const own = ["requests", "sources", "scripts"].map((folder) => join(runRoot, folder));
  for (const folder of [...own, ...classes]) rmSync(folder, { recursive: true, force: true });
}

function orderOf({ plan, prepared, options }: Execution, run: string): RunOrder {
  const { checkout, environment } = prepared;
  return {
    plan,
    created: {
      run,
      job: plan.job,
      environment: plan.environment,
      master: environment.base.master.value,
      source: checkout.origin,
      params: plan.params,
      ...(options.resume === undefined ? {} : { resumes: options.resume }),
    },
    leader: { pid: process.pid, host: hostname(), version },
  };
}

/** The first Ctrl-C cancels truthfully, the second one ends everything at once. */
function cancelBySignals(control: RunControl, host: AppHost) {
  let last: "SIGINT" | "SIGTERM" | undefined;
  const stop = host.onInterrupt((signal) => {
    const graceMs = last === undefined ? cancelGraceMs : 0;
    last = signal;
    control.cancel({ by: signal === "SIGINT" ? "Ctrl-C" : signal, reason: "the run was interrupted", graceMs });
  });
  return { stop, last: () => last };
}

function conclude(outcome: RunOutcome, signal: "SIGINT" | "SIGTERM" | undefined, host: AppHost): number {
  switch (outcome.is) {
    case "ended":
      return exitCodeOf(outcome.status, signal);
    case "superseded":
      host.stderr.write("Another leader has taken this run over; this one has let go of it.\n");
      return exitCodes.environment;
    case "record-failed":
      return Math.max(giveUp([outcome.diagnostic], host), exitCodes.environment);
  }
}
