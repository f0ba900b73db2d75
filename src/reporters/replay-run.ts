import type { Event } from "../model/event.ts";
import { createReporter, type ReportKind } from "./create-reporter.ts";
import type { ReportOptions } from "./reporter.ts";

/** Tells a recorded run as the report told it while it ran, without a live line. */
export async function replayRun(
  kind: ReportKind,
  events: AsyncIterable<readonly Event[]>,
  options: Omit<ReportOptions, "clock">,
): Promise<void> {
  let now = 0;
  const { columns, colour } = options.out;
  const out = { isTerminal: false, columns, colour, write: (text: string) => options.out.write(text) };
  const clock = { now: () => now, every: () => () => undefined };
  const reporter = createReporter(kind, { ...options, out, clock });
  for await (const portion of events)
    for (const event of portion) {
      now = event.at;
      reporter.event(event);
    }
  reporter.end();
}
