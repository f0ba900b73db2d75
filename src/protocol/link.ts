import type { Duplex } from "node:stream";
import { LineSplitter } from "./framing.ts";

/** Who listens to a link. Exactly one of `onBroken` and `onClosed` is called, once, and nothing after it. */
export interface LinkEvents {
  onLine(line: string): void;
  /** The peer sent what is no line of the protocol; the link is still open for a last word. */
  onBroken(what: string): void;
  /** The stream is gone. */
  onClosed(why: string): void;
  /** What was written has left; more may be. */
  onDrained?(): void;
}

/** How long a peer that was given a last word has to read it. */
const LAST_WORD_MS = 1000;

/**
 * One stream with lines in both directions. Lines written in one turn of the event loop leave in one write. Pausing
 * stops the reading of bytes; lines that had already been read are still delivered.
 */
export class Link {
  readonly #stream: Duplex;
  readonly #splitter = new LineSplitter();
  #events: LinkEvents;
  #waiting: string[] = [];
  #closed = false;
  #heardAt = performance.now();
  #spokeAt = performance.now();

  constructor(stream: Duplex, events: LinkEvents) {
    this.#stream = stream;
    this.#events = events;
    stream.on("data", (chunk: Buffer) => this.#read(chunk));
    stream.on("drain", () => this.#events.onDrained?.());
    stream.on("error", (error) => this.#lose(error.message));
    stream.on("end", () => this.#lose("the peer closed the connection"));
    stream.on("close", () => this.#lose("the connection closed"));
    if (stream.destroyed) queueMicrotask(() => this.#lose("the connection was closed already"));
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the stream takes more without piling it up. */
  get writable(): boolean {
    return !this.#closed && !this.#stream.writableNeedDrain;
  }

  get paused(): boolean {
    return this.#stream.isPaused();
  }

  /** When the last byte came, and when the last one was sent, in ms of `performance.now()`. */
  get heardAt(): number {
    return this.#heardAt;
  }
  get spokeAt(): number {
    return this.#spokeAt;
  }

  /** Takes `ms` of the peer's silence for our own absence. */
  excuse(ms: number): void {
    this.#heardAt += ms;
  }

  /** Hands the link to another listener, which hears the following lines. */
  listen(events: LinkEvents): void {
    this.#events = events;
  }

  /** Sends lines, each with its line feed. */
  write(lines: string): void {
    if (this.#closed) return;
    if (this.#waiting.length === 0) queueMicrotask(() => this.#flush());
    this.#waiting.push(lines);
  }

  /** Sends bytes at once, behind everything written before. Returns whether the stream takes more. */
  writeNow(lines: Buffer): boolean {
    this.#flush();
    if (this.#closed) return false;
    this.#spokeAt = performance.now();
    return this.#stream.write(lines);
  }

  pause(): void {
    this.#stream.pause();
  }

  resume(): void {
    // A pause is not silence of the peer.
    this.#heardAt = performance.now();
    this.#stream.resume();
  }

  /** Closes the link without telling its listener. `lastWord` is sent first, and waited for a little. */
  close(lastWord?: string): void {
    if (this.#closed) return;
    if (lastWord !== undefined) this.write(lastWord);
    this.#flush();
    this.#closed = true;
    if (lastWord === undefined) this.#stream.destroy();
    else this.#closeGently();
  }

  #closeGently(): void {
    const timer = setTimeout(() => this.#stream.destroy(), LAST_WORD_MS);
    this.#stream.once("close", () => clearTimeout(timer));
    // Unread bytes would turn the close into a reset, and the peer could miss the last word.
    this.#stream.resume();
    this.#stream.end();
  }

  #flush(): void {
    if (this.#closed || this.#waiting.length === 0) return;
    const lines = this.#waiting.join("");
    this.#waiting = [];
    this.#spokeAt = performance.now();
    this.#stream.write(lines);
  }

  #read(chunk: Buffer): void {
    if (this.#closed) return;
    this.#heardAt = performance.now();
    const { lines, problem } = this.#splitter.push(chunk);
    for (const line of lines) {
      if (this.#closed) return;
      this.#events.onLine(line);
    }
    if (problem !== undefined && !this.#closed) this.#events.onBroken(problem);
  }

  #lose(why: string): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#stream.destroy();
    this.#events.onClosed(why);
  }
}
