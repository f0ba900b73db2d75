import type { ActionError, Event, EventBody } from "../model/event.ts";
import { defaultRetry } from "../model/job.ts";
import type { ActionRole, Plan, PlannedAction, PlannedPublication } from "../model/plan.ts";
import { createReporter, type ReportKind } from "./create-reporter.ts";
import type { ReportClock } from "./reporter.ts";

/** What a run is recorded with: the plan, the sources, and the events with their times. */
export class Recording {
  readonly actions: PlannedAction[] = [];
  readonly sources: Record<string, string> = {};
  readonly events: Event[] = [];
  readonly outputs = new Map<string, Buffer>();
  #at = 1_000_000;

  get plan(): Plan {
    return {
      schema: 1,
      job: "amaterasu-test",
      environment: "test",
      params: {},
      actions: this.actions,
      hosts: [{ id: "spark-1", kind: "spark", master: "local[2]", settings: {}, sites: [], envVars: {}, capacity: 4 }],
      diagnostics: [],
      failFast: false,
    };
  }

  action(id: string, source: string, more: Partial<PlannedAction> = {}): this {
    const file = `src/${id.replace("/", "-")}.scala`;
    this.sources[file] = source;
    this.actions.push({
      id,
      name: id.split("/").at(-1) ?? id,
      type: "spark-scala",
      role: { is: "flow" },
      execution: { is: "run" },
      host: "spark-1",
      after: [],
      reads: [],
      mayReadAnything: false,
      publishes: [],
      retry: defaultRetry,
      run: {
        file,
        args: [],
        env: {
          name: "test",
          master: "local[2]",
          inputRootPath: "",
          outputRootPath: "",
          workingDir: "",
          configuration: {},
        },
        conf: {},
        envVars: {},
        sources: [],
        session: "own",
      },
      fingerprint: "",
      writesOutside: false,
      sources: [],
      notWritten: [],
      ...more,
    });
    return this;
  }

  created(): this {
    const source = { repo: "/repo", branch: "error-handling", commit: "3f2a91c0aa", dirty: false, digest: "d" };
    const body = {
      type: "run.created",
      run: "01J",
      job: "amaterasu-test",
      environment: "test",
      master: "local[2]",
      source,
      params: {},
    } as const;
    return this.add(0, body);
  }

  /** An event, so many ms after the last one. */
  add(ms: number, body: EventBody): this {
    this.#at += ms;
    this.events.push({ seq: this.events.length + 1, at: this.#at, epoch: 1, ...body });
    return this;
  }

  attempt(action: string, number = 1, cause: "first" | "retry" | "recompute" | "lost" = "first"): this {
    const attempt = `${action}#${number}`;
    this.add(0, { type: "attempt.requested", action, attempt, number, cause, host: "spark-1" });
    return this.add(0, { type: "attempt.started", attempt });
  }

  /** A statement of the attempt, from its start to its end. */
  statement(attempt: string, [line, endLine]: readonly [number, number], ms: number, value: object = {}): this {
    const index = this.events.length;
    this.add(1, { type: "statement.started", attempt, index, line, endLine });
    return this.add(ms, { type: "statement.finished", attempt, index, ms, ...value });
  }

  begin(attempt: string, line: number, endLine = line): this {
    return this.add(1, { type: "statement.started", attempt, index: this.events.length, line, endLine });
  }

  prints(ms: number, attempt: string, text: string, stream: "stdout" | "stderr" = "stdout"): this {
    const before = this.outputs.get(`${attempt} ${stream}`) ?? Buffer.alloc(0);
    const after = Buffer.concat([before, Buffer.from(text)]);
    this.outputs.set(`${attempt} ${stream}`, after);
    return this.add(ms, { type: "output", attempt, stream, from: before.length, to: after.length });
  }

  ended(ms: number, attempt: string, status: "succeeded" | "failed" | "cancelled" | "lost", error?: ActionError): this {
    return this.add(ms, { type: "attempt.ended", attempt, status, ...(error && { error }) });
  }

  retry(action: string, delayMs: number): this {
    const dueAt = this.#at + delayMs;
    this.add(0, { type: "timer.set", timer: `${action}-${dueAt}`, dueAt, purpose: { is: "retry", action } });
    return this.add(delayMs, { type: "timer.fired", timer: `${action}-${dueAt}` });
  }
}

export function publishes(
  name: string,
  readers: readonly string[],
  as: PlannedPublication["as"] = "reference",
): PlannedPublication {
  return { name, as, readers, why: "" };
}

export function errorActionOf(of: string): ActionRole {
  // oxlint-disable-next-line unicorn/no-thenable -- the key of maki.yml
  return { is: "error", of, then: "fail" };
}

export function failure(type: string, message: string, more: Partial<ActionError> = {}): ActionError {
  return { type, types: [], message, stack: [], phase: "run", ...more };
}

export interface Rendered {
  /** What stands on the screen or in the file at the end. */
  readonly text: string;
  /** Every live line that was drawn. */
  readonly live: readonly string[];
  readonly stderr: string;
  readonly written: readonly string[];
}

export interface Look {
  readonly columns?: number;
  readonly terminal?: boolean;
  readonly colour?: boolean;
  readonly showData?: boolean;
  /** Between the events the clock runs, in steps of this many ms. */
  readonly stepMs?: number;
}

/** Lets a report tell a recording, with time passing between the events. */
export function render(kind: ReportKind, recording: Recording, look: Look = {}): Rendered {
  const terminal = new FakeTerminal();
  const clock = new FakeClock();
  let stderr = "";
  const screen = { isTerminal: look.terminal ?? false, columns: look.columns ?? 96, colour: look.colour ?? false };
  const reporter = createReporter(kind, {
    plan: recording.plan,
    runName: "41",
    out: { ...screen, write: (text) => terminal.write(text) },
    err: { ...screen, write: (text) => void (stderr += text) },
    source: (path) => recording.sources[path],
    readOutput: (attempt, stream, from, to) =>
      recording.outputs.get(`${attempt} ${stream}`)?.subarray(from, to) ?? Buffer.alloc(0),
    showData: look.showData ?? false,
    clock,
  });
  for (const event of recording.events) {
    clock.advance(event.at, look.stepMs ?? 1000);
    reporter.event(event);
  }
  reporter.end();
  return { text: terminal.text, live: terminal.live, stderr, written: terminal.written };
}

class FakeClock implements ReportClock {
  #now = 1_000_000;
  readonly #ticks: (() => void)[] = [];

  now(): number {
    return this.#now;
  }

  every(_ms: number, tick: () => void): () => void {
    this.#ticks.push(tick);
    return () => void this.#ticks.splice(this.#ticks.indexOf(tick), 1);
  }

  advance(until: number, stepMs: number): void {
    while (this.#now < until) {
      this.#now = Math.min(until, this.#now + stepMs);
      for (const tick of this.#ticks) tick();
    }
  }
}

/** As much of a terminal as the reports use: going back to the start of the line and erasing it. */
class FakeTerminal {
  readonly live: string[] = [];
  readonly written: string[] = [];
  #lines = [""];

  write(text: string): void {
    this.written.push(text);
    for (const part of text.replaceAll("\r\u001b[2K", "⌫").split(/(⌫|\n)/)) {
      if (part === "\n") this.#lines.push("");
      else if (part === "⌫") this.#lines[this.#lines.length - 1] = "";
      else this.#lines[this.#lines.length - 1] += part;
    }
    const last = this.#lines.at(-1) ?? "";
    if (last !== "") this.live.push(last);
  }

  get text(): string {
    return this.#lines.join("\n").replace(/\n$/, "");
  }
}
