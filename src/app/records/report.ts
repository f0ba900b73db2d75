import type { Plan } from "../../model/plan.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { createReporter } from "../../reporters/create-reporter.ts";
import { type Reporter, type ReportOptions, systemReportClock } from "../../reporters/reporter.ts";
import { readOutputNow } from "../../state/read-output-now.ts";
import type { StateFolder } from "../../state/state-folder.ts";
import type { AppHost } from "../app-host.ts";
import type { RunOptions } from "../run-options.ts";

/** The run that is reported. */
export interface Reported {
  readonly plan: Plan;
  readonly run: string;
  /** How people call it: `41`. */
  readonly runName: string;
  readonly source: ReportOptions["source"];
  readonly state: StateFolder;
}

/** The report that was asked for, on this process's streams. */
export function openReport(
  { report, showData }: Pick<RunOptions, "report" | "showData">,
  reported: Reported,
  host: AppHost,
): Reporter {
  return createReporter(report, { ...reportOptions(reported, showData, host), clock: systemReportClock });
}

/** What a report needs beside a clock. */
export function reportOptions(
  { plan, run, runName, source, state }: Reported,
  showData: boolean,
  host: AppHost,
): Omit<ReportOptions, "clock"> {
  return {
    plan,
    runName,
    out: host.stdout,
    err: host.stderr,
    source,
    readOutput: (attempt, stream, from, to) => readOutputNow(state, run, attempt, stream, from, to),
    showData,
  };
}

/** The texts of a source tree, for a report that shows source lines. */
export function textsIn(tree: SourceFiles): ReportOptions["source"] {
  return (path) => {
    const bytes = tree.read(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
}
