import { posix } from "node:path";
import type { Event } from "../model/event.ts";
import { type ExcerptLimits, OutputExcerpt } from "./output-excerpt.ts";
import type { Paint } from "./paint.ts";
import type { ReportOptions } from "./reporter.ts";
import { attemptRemark } from "./run-lines.ts";
import type { AttemptView, RunView, StatementView } from "./run-view.ts";
import type { SourceLines } from "./source-lines.ts";
import { type Columns, type FinishedStatement, lateOutcome, shortData, statementLine } from "./statement-line.ts";
import { cut, printable, textWidth } from "./text-width.ts";

type Finished = Extract<Event, { type: "statement.finished" }>;
type Stream = "stdout" | "stderr";

const terminalLimits: ExcerptLimits = { firstLines: 20, lastLines: 5 };
const fileLimits: ExcerptLimits = { firstLines: 100, lastLines: 20 };
/** What a statement prints waits this long for its end, so that the statement's line can stand above with its time. */
const patienceMs = 500;
const mostDataLines = 40;

/** The lines of one attempt in the `code` report, and those that are held back. */
export class AttemptBlock {
  readonly #attempt: AttemptView;
  readonly #options: ReportOptions;
  readonly #sources: SourceLines;
  readonly #paint: Paint;
  readonly #excerpts: Readonly<Record<Stream, OutputExcerpt>>;
  #held: string[] = [];
  #wasShown = false;
  #statement: StatementView | undefined;
  /** Whether the running statement's line has been given out. */
  #isStatementShown = false;
  /** What the running statement printed before its line was given out. */
  #printed: string[] = [];
  #printedSince = 0;

  constructor(attempt: AttemptView, options: ReportOptions, sources: SourceLines, paint: Paint) {
    this.#attempt = attempt;
    this.#options = options;
    this.#sources = sources;
    this.#paint = paint;
    const limits = options.out.isTerminal ? terminalLimits : fileLimits;
    const excerpt = (stream: Stream) =>
      new OutputExcerpt(limits, (from, to) => options.readOutput(attempt.id, stream, from, to));
    this.#excerpts = { stdout: excerpt("stdout"), stderr: excerpt("stderr") };
  }

  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  hold(lines: readonly string[]): void {
    this.#held.push(...lines);
  }

  /** What was held back, to be printed now. */
  take(): string[] {
    const held = this.#held;
    this.#held = [];
    return held;
  }

  /** `▸ start   spark-scala  file.scala`; later ones say that the block goes on. */
  header(view: RunView, columns: Columns): string[] {
    const { action } = this.#attempt;
    const file = action.planned?.run.file ?? action.planned?.run.mainClass;
    const what = [action.planned?.type, file && posix.basename(file)].filter(Boolean).join("  ");
    const remark = this.#wasShown ? "goes on" : attemptRemark(this.#attempt, view);
    this.#wasShown = true;
    const id = cut(printable(action.id), columns.total - 2);
    const room = columns.total - 2 - textWidth(id);
    const rest = [what, remark === "" ? "" : `(${remark})`].filter((part) => part !== "").map((part) => `   ${part}`);
    // What is special about this attempt matters more than what is known from maki.yml.
    const shown = textWidth(rest.join("")) <= room ? rest.join("") : cut(rest.at(-1) ?? "", room);
    return ["", `${this.#paint.name("▸")} ${this.#paint.title(id)}${this.#paint.faint(shown)}`];
  }

  /** The lines that an event gives, which are few or none. */
  see(
    event: Extract<Event, { type: "statement.started" | "statement.finished" | "output" }>,
    columns: Columns,
  ): string[] {
    switch (event.type) {
      case "statement.started": {
        const before = this.finish(columns);
        this.#statement = this.#attempt.statement;
        this.#isStatementShown = false;
        return before;
      }
      case "statement.finished":
        return this.#statementFinished(event, columns);
      case "output":
        return [...this.#output(event), ...this.tick(event.at, columns)];
    }
  }

  /** Shows a statement that has printed and is still running after a while. */
  tick(now: number, columns: Columns): string[] {
    if (this.#statement === undefined || this.#isStatementShown || this.#printed.length === 0) return [];
    return now - this.#printedSince < patienceMs ? [] : this.#statementLines(undefined, columns);
  }

  /** What is left when a statement has not finished, or prints after its end. */
  finish(columns: Columns): string[] {
    const shown =
      this.#statement === undefined || this.#isStatementShown ? [] : this.#statementLines(undefined, columns);
    this.#statement = undefined;
    return [...shown, ...this.#closeExcerpts()];
  }

  #statementFinished(event: Finished, columns: Columns): string[] {
    const rest = this.#closeExcerpts();
    const text = this.#showsData(event) ? shortData(event, columns) : undefined;
    const finished = text === undefined ? event : { ms: event.ms, text };
    const shown = this.#isStatementShown
      ? [...rest, lateOutcome(finished, columns, this.#paint)]
      : [...this.#statementLines(finished, columns), ...rest];
    this.#statement = undefined;
    return text === undefined ? [...shown, ...this.#data(event)] : shown;
  }

  #showsData(event: Finished): boolean {
    return event.data === true && (this.#options.out.isTerminal || this.#options.showData);
  }

  #statementLines(finished: FinishedStatement | undefined, columns: Columns): string[] {
    const statement = this.#statement;
    if (statement === undefined) return [];
    const file = this.#attempt.action.planned?.run.file;
    const source = (file && this.#sources.statement(file, statement)) ?? "";
    const printed = this.#printed;
    this.#printed = [];
    this.#isStatementShown = true;
    return [statementLine(statement.line, source, finished, columns, this.#paint), ...printed];
  }

  #output(event: Extract<Event, { type: "output" }>): string[] {
    const lines = this.#excerpts[event.stream].add(event.from, event.to).map((line) => this.#indented(line));
    if (this.#statement === undefined || this.#isStatementShown) return lines;
    if (this.#printed.length === 0) this.#printedSince = event.at;
    this.#printed.push(...lines);
    return [];
  }

  #closeExcerpts(): string[] {
    return [this.#excerpts.stdout, this.#excerpts.stderr].flatMap((excerpt) =>
      excerpt.close().map((line) => this.#indented(line)),
    );
  }

  #data(event: Finished): string[] {
    if (event.value === undefined || !this.#showsData(event)) return [];
    const lines = event.value.replace(/\n$/, "").split("\n");
    const more = lines.length > mostDataLines ? [`… ${lines.length - mostDataLines} more lines`] : [];
    return [...lines.slice(0, mostDataLines), ...more].map((line) => this.#indented(printable(line)));
  }

  /** Output is never wrapped on a terminal; in a file it stays whole. */
  #indented(line: string): string {
    const { isTerminal, columns } = this.#options.out;
    return `       ${this.#paint.faint("│")} ${isTerminal ? cut(line, columns - 9) : line}`;
  }
}
