import type { Event } from "../model/event.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";

/** Every event as one line of JSON, as the record has it; rows of data only where they are asked for. */
export class JsonReporter implements Reporter {
  readonly #options: ReportOptions;

  constructor(options: ReportOptions) {
    this.#options = options;
  }

  event(event: Event): void {
    const { out, showData } = this.#options;
    const shown = event.type === "statement.finished" && event.data === true && !showData ? withoutValue(event) : event;
    out.write(`${JSON.stringify(shown)}\n`);
  }

  end(): void {
    // Nothing is held back.
  }
}

function withoutValue(event: Extract<Event, { type: "statement.finished" }>): Event {
  const { value: _, ...rest } = event;
  return rest;
}
