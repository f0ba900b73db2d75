import { isUtf8 } from "node:buffer";

/** The longest line that either side may send, in bytes, without its line feed. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** What a chunk completed: whole lines and, when the stream cannot be read any further, why. */
export interface Split {
  readonly lines: readonly string[];
  readonly problem?: string;
}

const LINE_FEED = 0x0a;
/** A larger buffer is given back after its line, so that one long line doesn't cost a connection 1 MiB for good. */
const KEEP_BYTES = 64 * 1024;

/**
 * Cuts a stream of chunks into lines. A character may be torn between chunks, and so may a line, into any number of
 * pieces: each byte is copied a constant number of times. Empty lines, the sign of life, are left out.
 */
export class LineSplitter {
  readonly #limit: number;
  #begun = Buffer.alloc(0);
  #used = 0;
  #broken = false;

  constructor(limit: number = MAX_LINE_BYTES) {
    this.#limit = limit;
  }

  push(chunk: Buffer): Split {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      const problem = this.#finish(chunk.subarray(start, end), lines);
      if (problem !== undefined) return { lines, problem };
      start = end + 1;
    }
    const problem = this.#keep(chunk.subarray(start));
    return problem === undefined ? { lines } : { lines, problem };
  }

  #finish(rest: Buffer, lines: string[]): string | undefined {
    if (this.#used === 0 && rest.length <= this.#limit) return this.#decode(rest, lines);
    const problem = this.#keep(rest);
    if (problem !== undefined) return problem;
    const line = this.#begun.subarray(0, this.#used);
    this.#used = 0;
    const undecodable = this.#decode(line, lines);
    if (this.#begun.length > KEEP_BYTES) this.#begun = Buffer.alloc(0);
    return undecodable;
  }

  #decode(line: Buffer, lines: string[]): string | undefined {
    if (this.#broken) return "the stream had already ended";
    if (line.length === 0) return undefined;
    if (!isUtf8(line)) return this.#fail("a line is not UTF-8");
    lines.push(line.toString("utf8"));
    return undefined;
  }

  #keep(piece: Buffer): string | undefined {
    if (piece.length === 0) return undefined;
    const needed = this.#used + piece.length;
    if (needed > this.#limit) return this.#fail(`a line is longer than ${this.#limit} bytes`);
    this.#grow(needed);
    piece.copy(this.#begun, this.#used);
    this.#used = needed;
    return undefined;
  }

  #grow(needed: number): void {
    if (needed <= this.#begun.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.#begun.length * 2, 256));
    this.#begun.copy(larger, 0, 0, this.#used);
    this.#begun = larger;
  }

  #fail(problem: string): string {
    this.#broken = true;
    this.#begun = Buffer.alloc(0);
    this.#used = 0;
    return problem;
  }
}
