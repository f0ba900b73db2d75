import { createReporter } from "../reporters/create-reporter.ts";
import { type Reporter, systemReportClock } from "../reporters/reporter.ts";
import type { Plan } from "../model/plan.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { readOutputNow } from "../state/read-output-now.ts";
import type { StateFolder } from "../state/state-folder.ts";
import type { AppHost } from "./app-host.ts";
import type { RunOptions } from "./run.ts";

/** The run that is reported. */
export interface Reported {
  readonly plan: Plan;
  readonly run: string;
  /** How people call it: `41`. */
  readonly runName: string;
  readonly tree: SourceFiles;
  readonly state: StateFolder;
}

/** The report that was asked for, on this process's streams. */
export function openReport(
  options: RunOptions,
  { plan, run, runName, tree, state }: Reported,
  host: AppHost,
): Reporter {
  return createReporter(options.report, {
    plan,
    runName,
    out: host.stdout,
    err: host.stderr,
    source: (path) => {
      const bytes = tree.read(path);
      return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
    },
    readOutput: (attempt, stream, from, to) => readOutputNow(state, run, attempt, stream, from, to),
    showData: options.showData,
    clock: systemReportClock,
  });
}
