import type { Event } from "../model/event.ts";
import { formatBytes, formatDuration } from "./amounts.ts";
import { AttemptBlock } from "./attempt-block.ts";
import { errorInBrief, errorLines } from "./error-lines.ts";
import { heartbeat, liveStatus } from "./live-status.ts";
import { type Paint, paintFor } from "./paint.ts";
import { Printer } from "./printer.ts";
import type { Reporter, ReportOptions } from "./reporter.ts";
import {
  isToldWhenSkipped,
  publishedTexts,
  retryAnnouncement,
  runHeader,
  skipText,
  summaryLines,
} from "./run-lines.ts";
import { type AttemptView, RunView } from "./run-view.ts";
import { SourceLines } from "./source-lines.ts";
import { type Columns, columnsFor } from "./statement-line.ts";
import { cut, flow } from "./text-width.ts";

const sameAgain = "  (the same again)";
const heartbeatMs = 60_000;

/**
 * Every statement as it runs. One attempt's block is open at a time; what runs beside it is held back until the open
 * one ends, or until it has ended itself, and is then printed as a block of its own: lines of two actions never mix.
 */
export class CodeReporter implements Reporter {
  readonly #options: ReportOptions;
  readonly #view: RunView;
  readonly #paint: Paint;
  readonly #printer: Printer;
  readonly #sources: SourceLines;
  readonly #blocks = new Map<AttemptView, AttemptBlock>();
  /** The attempt whose block is open. */
  #open: AttemptView | undefined;
  /** The action whose lines were printed last. */
  #last: string | undefined;
  #printedAt: number;

  constructor(options: ReportOptions) {
    this.#options = options;
    this.#view = new RunView(options.plan);
    this.#paint = paintFor(options.out.colour);
    this.#sources = new SourceLines(options.source);
    this.#printedAt = options.clock.now();
    this.#printer = new Printer(
      options.out,
      options.clock,
      (columns) => liveStatus(this.#view, options.clock.now(), columns, (attempt) => this.#statementSource(attempt)),
      () => this.#tick(),
    );
  }

  event(event: Event): void {
    this.#view.see(event);
    switch (event.type) {
      case "run.created":
        return this.#print(runHeader(event, this.#options.runName, this.#columns.total, this.#paint));
      case "attempt.started":
        return this.#attemptStarted(event.attempt);
      case "statement.started":
      case "statement.finished":
      case "output":
        return this.#inBlock(event);
      case "artifact":
        return this.#artifact(event);
      case "log":
        if (event.level === "warn" || event.level === "error") this.#log(event);
        return;
      case "attempt.ended":
        return this.#attemptEnded(event);
      case "timer.set":
        if (event.purpose.is === "retry")
          this.#note(event.purpose.action, this.#retry(event.purpose.action, event.dueAt - event.at));
        return;
      case "action.failed":
        if (event.attempts === 0) this.#note(event.action, errorLines(event.error, this.#errorStyle));
        return;
      case "action.reused":
        return this.#print(
          ["", `${this.#paint.good("✔")} ${event.action}  reused from run ${event.run}`],
          event.action,
        );
      case "action.skipped":
        if (isToldWhenSkipped(event.because))
          this.#print(["", this.#paint.faint(`- ${event.action}  skipped: ${skipText(event.because)}`)], event.action);
        return;
      case "host.lost":
        return this.#print(["", this.#paint.warn(`! ${event.host} was lost: ${event.reason}`)]);
      case "host.failed":
        return this.#print(["", `! ${event.host} could not be started`, ...errorLines(event.error, this.#errorStyle)]);
      case "cancel.requested":
        if (event.attempt === undefined) this.#print(["", this.#paint.warn(`■ cancelling: ${event.reason}`)]);
        return;
      case "run.ended":
        this.#openBlocks();
        return this.#print(["", ...summaryLines(event, this.#view, this.#summaryStyle)]);
      default:
        return;
    }
  }

  end(): void {
    this.#openBlocks();
    this.#printer.close();
  }

  /** Says at once what runs, unless lines of something else may come first. */
  #attemptStarted(id: string): void {
    const attempt = this.#view.attempts.get(id);
    if (attempt === undefined || this.#open !== undefined || this.#view.running.size > 1) return;
    this.#show(attempt, this.#block(attempt));
  }

  #inBlock(event: Extract<Event, { type: "statement.started" | "statement.finished" | "output" }>): void {
    const attempt = this.#view.attempts.get(event.attempt);
    if (attempt === undefined) return;
    const block = this.#block(attempt);
    this.#emit(attempt, block.see(event, this.#columns));
  }

  /** Where a figure or another file of the attempt lies: to be opened from there. */
  #artifact({ attempt: id, path, bytes }: Extract<Event, { type: "artifact" }>): void {
    const attempt = this.#view.attempts.get(id);
    const size = bytes === undefined ? "" : ` (${formatBytes(bytes)})`;
    if (attempt !== undefined) this.#emit(attempt, [`       ${this.#paint.faint("▪")} ${path}${size}`]);
  }

  #attemptEnded(event: Extract<Event, { type: "attempt.ended" }>): void {
    const attempt = this.#view.attempts.get(event.attempt);
    if (attempt === undefined) return;
    const block = this.#block(attempt);
    block.hold([...block.finish(this.#columns), ...this.#result(attempt, event)]);
    this.#show(attempt, block);
    this.#blocks.delete(attempt);
    if (this.#open === attempt) this.#open = undefined;
  }

  #result(attempt: AttemptView, event: Extract<Event, { type: "attempt.ended" }>): string[] {
    const took = formatDuration(event.at - attempt.startedAt);
    switch (event.status) {
      case "succeeded": {
        const published = publishedTexts(attempt.published, attempt.action);
        return flow([`  ${this.#paint.good("✔")} ${took}`, ...published], this.#options.out.columns, 4);
      }
      case "failed":
        return this.#failure(attempt, event);
      case "lost":
        return [this.#paint.warn(`  ! lost after ${took}: ${event.error?.message ?? "its host is gone"}`)];
      case "cancelled": {
        const left = event.left ?? [];
        const rest = event.clean === false ? `; still running: ${left.join(", ") || "unknown"}` : "";
        return [this.#paint.warn(`  ■ cancelled after ${took}${rest}`)];
      }
    }
  }

  /** The whole of it the first time, one line when it is the same again. */
  #failure(attempt: AttemptView, { error }: Extract<Event, { type: "attempt.ended" }>): string[] {
    if (error === undefined) return [this.#paint.bad("  ✖ failed")];
    const lines = errorLines(error, this.#errorStyle);
    const before = attempt.action.lastError;
    attempt.action.lastError = error;
    if (before === undefined || errorLines(before, this.#errorStyle).join("\n") !== lines.join("\n")) return lines;
    const brief = cut(`  ✖ ${errorInBrief(error)}`, this.#options.out.columns - sameAgain.length);
    return [this.#paint.bad(brief) + this.#paint.faint(sameAgain)];
  }

  #retry(action: string, delayMs: number): string[] {
    return [this.#paint.warn(`    ${retryAnnouncement(this.#view.action(action), delayMs)}`)];
  }

  #log(event: Extract<Event, { type: "log" }>): void {
    const text = this.#paint.warn(
      `    ${event.level === "error" ? "error" : "warning"}: ${event.text.split("\n")[0] ?? ""}`,
    );
    const attempt = event.attempt === undefined ? undefined : this.#view.attempts.get(event.attempt);
    if (attempt === undefined) this.#print([text]);
    else this.#emit(attempt, [text]);
  }

  /** Prints in the attempt's block, or holds it back while another one's is open. */
  #emit(attempt: AttemptView, lines: readonly string[]): void {
    if (lines.length === 0) return;
    const block = this.#block(attempt);
    block.hold(lines);
    this.#open ??= attempt;
    if (this.#open === attempt) this.#show(attempt, block);
  }

  #show(attempt: AttemptView, block: AttemptBlock): void {
    const header = this.#last === attempt.id ? [] : block.header(this.#view, this.#columns);
    this.#print([...header, ...block.take()], attempt.id, attempt.action.id);
  }

  /** A line about an action outside of its attempts; names the action where that is not plain from the line above. */
  #note(action: string, lines: readonly string[]): void {
    const attributed = this.#lastAction === action ? [] : ["", `▸ ${this.#paint.title(action)}`];
    this.#print([...attributed, ...lines], undefined, action);
  }

  #lastAction: string | undefined;

  #print(lines: readonly string[], attempt?: string, action?: string): void {
    if (lines.length === 0) return;
    this.#last = attempt;
    this.#lastAction = action;
    this.#printedAt = this.#options.clock.now();
    this.#printer.print(lines);
  }

  #openBlocks(): void {
    for (const [attempt, block] of this.#blocks) if (block.isHolding) this.#show(attempt, block);
  }

  #tick(): void {
    const now = this.#options.clock.now();
    for (const [attempt, block] of this.#blocks) this.#emit(attempt, block.tick(now, this.#columns));
    if (this.#open === undefined) this.#openOldest();
    if (this.#options.out.isTerminal || now - this.#printedAt < heartbeatMs) return;
    const line = heartbeat(this.#view, now);
    if (line === undefined) return;
    this.#printedAt = now;
    this.#printer.print([this.#paint.faint(line)]);
  }

  #openOldest(): void {
    const [oldest] = [...this.#blocks].filter(([, block]) => block.isHolding);
    if (oldest === undefined) return;
    this.#open = oldest[0];
    this.#show(...oldest);
  }

  #block(attempt: AttemptView): AttemptBlock {
    const block = this.#blocks.get(attempt) ?? new AttemptBlock(attempt, this.#options, this.#sources, this.#paint);
    this.#blocks.set(attempt, block);
    return block;
  }

  #statementSource(attempt: AttemptView): string | undefined {
    const file = attempt.action.planned?.run.file;
    if (file === undefined || attempt.statement === undefined) return undefined;
    return this.#sources.statement(file, attempt.statement);
  }

  get #summaryStyle() {
    return { runName: this.#options.runName, columns: this.#options.out.columns, paint: this.#paint };
  }

  get #columns(): Columns {
    return columnsFor(this.#options.out.columns);
  }

  get #errorStyle() {
    const sourceLines = (file: string) => this.#sources.lines(file);
    return { paint: this.#paint, columns: this.#options.out.columns, sourceLines };
  }
}
