import type { Event } from "../model/event.ts";
import { formatDuration } from "./amounts.ts";
import { errorInBrief, errorLines, errorPlace } from "./error-lines.ts";
import { heartbeat, liveStatus } from "./live-status.ts";
import { type Paint, paintFor } from "./paint.ts";
import { Printer } from "./printer.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";
import {
  attemptRemark,
  isToldWhenSkipped,
  publishedTexts,
  retryAnnouncement,
  runHeader,
  skipText,
  summaryLines,
} from "./run-lines.ts";
import { type AttemptView, RunView } from "./run-view.ts";
import { SourceLines } from "./source-lines.ts";
import { cut, padEnd, padStart, printable, textWidth } from "./text-width.ts";

const heartbeatMs = 60_000;
const widest = 120;
const widestName = 32;
const timeWidth = 14;

/** Attempts, retries and durations: a line when an attempt ends, and where nothing lives on screen also when it starts. */
export class ExecutionReporter implements Reporter {
  readonly #options: ReportOptions;
  readonly #view: RunView;
  readonly #paint: Paint;
  readonly #printer: Printer;
  readonly #sources: SourceLines;
  readonly #nameWidth: number;
  #printedAt: number;
  /** A failed attempt whose line waits for the next event, which tells whether that was the last one. */
  #undecided: (() => string[]) | undefined;
  #failedAfter = "";

  constructor(options: ReportOptions) {
    this.#options = options;
    this.#view = new RunView(options.plan);
    this.#paint = paintFor(options.out.colour);
    this.#sources = new SourceLines(options.source);
    const ran = options.plan.actions.filter((action) => action.execution.is !== "leave");
    this.#nameWidth = Math.min(widestName, Math.max(0, ...ran.map((action) => textWidth(action.id))));
    this.#printedAt = options.clock.now();
    this.#printer = new Printer(
      options.out,
      options.clock,
      (columns) => liveStatus(this.#view, options.clock.now(), columns, (attempt) => lineNumber(attempt)),
      () => this.#tick(),
    );
  }

  event(event: Event): void {
    this.#view.see(event);
    const lines = [...this.#decide(event), ...this.#lines(event)];
    if (lines.length === 0) return;
    this.#printedAt = this.#options.clock.now();
    this.#printer.print(lines);
  }

  end(): void {
    this.#printer.print(this.#undecided?.() ?? []);
    this.#printer.close();
  }

  #lines(event: Event): string[] {
    const paint = this.#paint;
    switch (event.type) {
      case "run.created":
        return [...runHeader(event, this.#options.runName, this.#columns, paint), ""];
      case "attempt.started":
        return this.#options.out.isTerminal ? [] : this.#started(event.attempt);
      case "attempt.ended":
        return this.#ended(event);
      case "timer.set":
        return event.purpose.is === "retry" ? [this.#retry(event.purpose.action, event.dueAt - event.at)] : [];
      case "action.failed":
        return this.#failed(event);
      case "action.reused":
        return [this.#row(paint.good("✔"), event.action, "", `reused from run ${event.run}`)];
      case "action.skipped":
        return isToldWhenSkipped(event.because)
          ? [this.#row("-", event.action, "", `skipped: ${skipText(event.because)}`)]
          : [];
      case "host.lost":
        return [paint.warn(`! ${event.host} was lost: ${event.reason}`)];
      case "host.failed":
        return [paint.bad(`! ${event.host} could not be started`), ...this.#error(event.error)];
      case "cancel.requested":
        return event.attempt === undefined ? [paint.warn(`■ cancelling: ${event.reason}`)] : [];
      case "run.ended":
        return ["", ...summaryLines(event, this.#view, this.#summaryStyle)];
      default:
        return [];
    }
  }

  #started(id: string): string[] {
    const attempt = this.#view.attempts.get(id);
    if (attempt === undefined) return [];
    const remark = attemptRemark(attempt, this.#view);
    return [this.#row(this.#paint.name("▸"), attempt.action.id, "", remark)];
  }

  #ended(event: Extract<Event, { type: "attempt.ended" }>): string[] {
    const attempt = this.#view.attempts.get(event.attempt);
    if (attempt === undefined) return [];
    const took = formatDuration(event.at - attempt.startedAt);
    const row = (mark: string, text: string) => [this.#row(mark, attempt.action.id, took, text)];
    switch (event.status) {
      case "succeeded": {
        const remark = this.#options.out.isTerminal ? attemptRemark(attempt, this.#view) : "";
        const published = publishedTexts(attempt.published, attempt.action);
        return row(this.#paint.good("✔"), [remark, ...published].filter((text) => text !== "").join(" · "));
      }
      case "failed":
        this.#undecided = () => row(this.#paint.bad("✖"), event.error === undefined ? "failed" : briefly(event.error));
        this.#failedAfter = took;
        return [];
      case "lost":
        return row(this.#paint.warn("!"), "lost: its host is gone");
      case "cancelled":
        return row(
          this.#paint.warn("■"),
          event.clean === false ? `cancelled; still running: ${(event.left ?? []).join(", ")}` : "cancelled",
        );
    }
  }

  #retry(action: string, delayMs: number): string {
    const text = this.#paint.warn(retryAnnouncement(this.#view.action(action), delayMs));
    return this.#row(" ", action, "", text);
  }

  /** Nothing, where the event itself tells of the failure. */
  #decide(event: Event): string[] {
    const lines = event.type === "action.failed" || this.#undecided === undefined ? [] : this.#undecided();
    if (event.type !== "action.failed") this.#undecided = undefined;
    return lines;
  }

  /** For good: where and why, in full. */
  #failed(event: Extract<Event, { type: "action.failed" }>): string[] {
    const took = this.#undecided === undefined ? "" : this.#failedAfter;
    this.#undecided = undefined;
    const text = event.attempts > 1 ? `failed, after ${event.attempts} attempts` : "failed";
    return [this.#row(this.#paint.bad("✖"), event.action, took, text), ...this.#error(event.error)];
  }

  #error(error: Parameters<typeof errorLines>[0]): string[] {
    const sourceLines = (file: string) => this.#sources.lines(file);
    return errorLines(error, { paint: this.#paint, columns: this.#options.out.columns, sourceLines });
  }

  #row(mark: string, action: string, took: string, text: string): string {
    const name = padEnd(cut(printable(action), this.#nameWidth), this.#nameWidth);
    const time = padStart(took, timeWidth);
    const left = `${mark} ${name}${this.#paint.faint(time)}`;
    const room = this.#options.out.isTerminal
      ? this.#columns - this.#nameWidth - timeWidth - 4
      : Number.POSITIVE_INFINITY;
    return `${left}${text === "" ? "" : `  ${cutPainted(text, room)}`}`.trimEnd();
  }

  #tick(): void {
    const now = this.#options.clock.now();
    if (this.#options.out.isTerminal || now - this.#printedAt < heartbeatMs) return;
    const line = heartbeat(this.#view, now);
    if (line === undefined) return;
    this.#printedAt = now;
    this.#printer.print([this.#paint.faint(line)]);
  }

  get #summaryStyle() {
    return { runName: this.#options.runName, columns: this.#options.out.columns, paint: this.#paint };
  }

  get #columns(): number {
    return Math.min(this.#options.out.columns, widest);
  }
}

/** Colours would be cut in the middle, so a text with them is left as it is: such texts are short. */
function cutPainted(text: string, width: number): string {
  return text.includes("\u001b") ? text : cut(text, width);
}

function briefly(error: Parameters<typeof errorInBrief>[0]): string {
  const place = errorPlace(error);
  return place === undefined ? errorInBrief(error) : `${errorInBrief(error)} (${place})`;
}

function lineNumber(attempt: AttemptView): string | undefined {
  return attempt.statement === undefined ? undefined : `line ${attempt.statement.line}`;
}
