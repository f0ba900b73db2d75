import { existsSync, readdirSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { RunOutcome } from "../../engine/leader.ts";
import type { Ports } from "../../engine/ports.ts";
import { cancelGraceMs, openRunControl, type RunControl } from "../../engine/run-control.ts";
import { type RunOrder, runPlan } from "../../engine/run-plan.ts";
import { systemClock } from "../../engine/system-clock.ts";
import { version } from "../../model/version.ts";
import { serveControl } from "../../state/control-socket.ts";
import { openOutputStore } from "../../state/output-store.ts";
import { writeRunFiles } from "../../state/run-files.ts";
import { openRunIndex } from "../../state/run-index.ts";
import { openSqliteRunStore } from "../../state/sqlite-run-store.ts";
import { stateFolder } from "../../state/state-folder.ts";
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

/** Executes a plan on record, reports it, and returns the exit code. */
export async function executePlan(execution: Execution, host: AppHost): Promise<number> {
  const { plan, prepared, folders } = execution;
  const secrets = await secretsOf(plan, folders, host);
  if (!secrets.ok) return giveUp(secrets.diagnostics, host);
  const startLimitMs = hostStartLimitMs(host);
  if (!startLimitMs.ok) return giveUp(startLimitMs.diagnostics, host);
  const state = stateFolder(folders.state);
  const run = newUlid();
  const kept = prepared.checkout.tree.keep();
  if (!kept.ok) return giveUp(kept.diagnostics, host);
  const files = writeRunFiles(state, run, { plan, environment: prepared.environment });
  if (!files.ok) return giveUp(files.diagnostics, host);
  const control = openRunControl();
  const socket = await serveControl(state, run, (request) => control.cancel(request));
  if (!socket.ok) return giveUp(socket.diagnostics, host);

  const cleaned = removeAbandonedFiles(state);
  const temporary = temporaryFiles(state, run);
  const index = await openRunIndex(state);
  const alias = index.alias(run);
  const report = openReport(
    execution.options,
    { plan, runName: String(alias), source: textsIn(prepared.checkout.tree), state, run },
    host,
  );
  const signals = cancelBySignals(control, host);
  const server = lazyRunnerServer(join(state.run(run).root, "hosts"));
  const store = openSqliteRunStore(state);
  const output = openOutputStore(state);
  try {
    const ports: Ports = {
      store,
      output,
      ...processesOf(execution, host, {
        run,
        root: state.run(run).root,
        secrets: secrets.value,
        server: server.get,
        startLimitMs: startLimitMs.value,
        temporary,
      }),
      clock: systemClock,
      redactor: redactorOf(secrets.value),
      listen: (events) => {
        index.note(events, run);
        for (const event of events) report.event(event);
      },
    };
    const outcome = await runPlan(orderOf(execution, run), ports, control);
    report.end();
    return conclude(outcome, signals.last(), host);
  } finally {
    signals.stop();
    await server.close();
    await socket.value.close();
    await output.closeAll();
    store.close();
    index.close();
    removeScratch(state.run(run).root);
    await temporary.remove();
    await cleaned;
  }
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
