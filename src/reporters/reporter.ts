import type { AttemptId, Event } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";

/** Tells people or programs what happens in a run, while it happens. */
export interface Reporter {
  /** The events in their order, each once. */
  event(event: Event): void;
  /** Nothing more comes: whatever is still held back is printed, and a live line is gone. */
  end(): void;
}

/** Where a report is printed. */
export interface Screen {
  readonly isTerminal: boolean;
  /** May change while a report is running. */
  readonly columns: number;
  readonly colour: boolean;
  write(text: string): void;
}

export interface ReportOptions {
  readonly plan: Plan;
  /** How people call the run: `41`. */
  readonly runName: string;
  readonly out: Screen;
  readonly err: Screen;
  /** The text of a file of the run's source tree. */
  readonly source: (path: string) => string | undefined;
  /** Bytes `from` until `to` of what an attempt printed; fewer where some are not there. */
  readonly readOutput: (attempt: AttemptId, stream: "stdout" | "stderr", from: number, to: number) => Uint8Array;
  /** Whether rows of data may be shown where `out` is not a terminal. */
  readonly showData: boolean;
  readonly clock: ReportClock;
}

export interface ReportClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Calls back every so often, without keeping the process alive; the returned function stops it. */
  every(ms: number, tick: () => void): () => void;
}

export const systemReportClock: ReportClock = {
  now: () => Date.now(),
  every: (ms, tick) => {
    const timer = setInterval(tick, ms).unref();
    return () => clearInterval(timer);
  },
};
