import { formatBytes } from "./amounts.ts";
import { printable } from "./text-width.ts";

/** How much of what an action prints a report shows of one statement; the rest is in its log. */
export interface ExcerptLimits {
  readonly firstLines: number;
  readonly lastLines: number;
}

export type ReadRange = (from: number, to: number) => Uint8Array;

/** What is read of the end of a long output, to find its last lines. */
const tailBytes = 4096;
/** The characters of a line that are shown. */
const widestLine = 2_000;
/** Of one portion, no more than this is looked at for first lines. */
const headBytes = 64 * 1024;

/** The first and last lines of an output that may be as long as it likes; of the middle nothing is even read. */
export class OutputExcerpt {
  readonly #limits: ExcerptLimits;
  readonly #read: ReadRange;
  readonly #decoder = new TextDecoder();
  /** The end of the last portion, which may be the start of a line. */
  #partial = "";
  #shown = 0;
  /** Until where the lines are shown; from there on only the end is of interest. */
  #headEnd: number | undefined;
  #end = 0;

  constructor(limits: ExcerptLimits, read: ReadRange) {
    this.#limits = limits;
    this.#read = read;
  }

  /** More output; the lines of it that are shown now. */
  add(from: number, to: number): string[] {
    this.#end = to;
    if (this.#headEnd !== undefined) return [];
    const until = Math.min(to, from + headBytes);
    const lines = (this.#partial + this.#decoder.decode(this.#read(from, until), { stream: true })).split("\n");
    this.#partial = lines.pop() ?? "";
    const room = this.#limits.firstLines - this.#shown;
    const shown = lines.slice(0, room);
    this.#shown += shown.length;
    if (until < to || lines.length > room || this.#partial.length > headBytes) this.#stopHead(lines.slice(room), until);
    return shown.map(shownLine);
  }

  #stopHead(notShown: readonly string[], until: number): void {
    const bytes = Buffer.byteLength([...notShown, this.#partial].join("\n"));
    this.#headEnd = until - bytes;
    this.#partial = "";
  }

  /** The statement has ended: what is left of its last line, or what was left out and the last lines. */
  close(): string[] {
    const headEnd = this.#headEnd;
    const partial = this.#partial + this.#decoder.decode();
    this.#partial = "";
    this.#shown = 0;
    this.#headEnd = undefined;
    if (headEnd === undefined) return partial === "" ? [] : [shownLine(partial)];
    const from = Math.max(headEnd, this.#end - tailBytes);
    const text = new TextDecoder().decode(this.#read(from, this.#end)).replace(/\n$/, "");
    const lines = text.split("\n");
    const whole = from > headEnd ? lines.slice(1) : lines;
    const last = whole.slice(-this.#limits.lastLines);
    const leftOut = this.#end - headEnd - Buffer.byteLength(last.join("\n"));
    return [...(leftOut > 1 ? [`… ${formatBytes(leftOut)} more in the log`] : []), ...last.map(shownLine)];
  }
}

function shownLine(line: string): string {
  const text = printable(line);
  if (text.length <= widestLine) return text;
  const start = text.slice(0, widestLine).replace(/[\uD800-\uDBFF]$/, "");
  return `${start} … ${formatBytes(Buffer.byteLength(text.slice(start.length)))} more of this line in the log`;
}
