import { isUtf8 } from "node:buffer";
import type { Location } from "../../model/location.ts";

/** A file's text, and where its lines begin. A byte order mark is gone; lines end with LF, CR LF or CR. */
export class TextFile {
  readonly path: string;
  readonly text: string;
  readonly #starts: number[] = [0];

  constructor(path: string, text: string) {
    this.path = path;
    this.text = text;
    for (const end of text.matchAll(/\r\n?|\n/g)) this.#starts.push(end.index + end[0].length);
  }

  /** The text of a line, counted from 1, without its end. */
  line(number: number): string | undefined {
    const start = this.#starts[number - 1];
    if (start === undefined) return undefined;
    return this.text.slice(start, this.#starts[number] ?? this.text.length).replace(/[\r\n]+$/, "");
  }

  /** The place of the text from `start` up to `end`; the end of the file for offsets beyond it. */
  location(start: number, end = start): Location {
    const from = this.#position(start);
    const to = this.#position(Math.max(start, end));
    const base = { file: this.path, ...from };
    if (to.line !== from.line) return { ...base, endLine: to.line, endColumn: to.column };
    return to.column === from.column ? base : { ...base, endColumn: to.column };
  }

  #position(offset: number): { line: number; column: number } {
    let [low, high] = [0, this.#starts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: Math.min(offset, this.text.length) - (this.#starts[low] ?? 0) + 1 };
  }
}

/** The text of UTF-8 bytes without a byte order mark; undefined where they are not UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  return isUtf8(bytes) ? new TextDecoder("utf-8").decode(bytes) : undefined;
}
