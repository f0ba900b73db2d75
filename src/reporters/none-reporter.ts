import type { Event } from "../model/event.ts";
import { errorInBrief, errorPlace } from "./error-lines.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";
import { RunView } from "./run-view.ts";
import { printable } from "./text-width.ts";

/** Nothing on success, one line on stderr otherwise: for cron and scripts. */
export class NoneReporter implements Reporter {
  readonly #options: ReportOptions;
  readonly #view: RunView;

  constructor(options: ReportOptions) {
    this.#options = options;
    this.#view = new RunView(options.plan);
  }

  event(event: Event): void {
    this.#view.see(event);
    if (event.type !== "run.ended" || event.status === "succeeded") return;
    const { plan, runName, err } = this.#options;
    const what = event.status === "environment-failed" ? "could not run" : event.status;
    err.write(`ama: ${printable(plan.job)} ${what}: ${printable(this.#why(event.reason))} · ama logs ${runName}\n`);
  }

  end(): void {
    // Nothing is held back.
  }

  #why(reason: string): string {
    const failed = [...this.#view.actions.values()].find((action) => action.outcome === "failed");
    const error = failed?.lastError;
    if (failed === undefined || error === undefined) return reason;
    const place = errorPlace(error);
    return `${failed.id}: ${errorInBrief(error)}${place === undefined ? "" : ` (${place})`}`;
  }
}
