import { closeSync, ftruncateSync, openSync, readSync, rmSync, writeSync } from "node:fs";

const LINE_FEED = 0x0a;
/** Memory that a line takes beside its bytes. */
const PER_LINE_BYTES = 128;

/** Consecutive lines: in memory, or as one piece of the spill file. */
interface Segment {
  readonly firstSeq: number;
  count: number;
  bytes: number;
  lines: Buffer[] | undefined;
  offset: number;
}

export interface OutboxOptions {
  /** Lines beyond so many bytes go to the spill file; 4 MiB. */
  readonly memoryBytes?: number;
  /** Where they go, in a folder that only the user can enter. Without it everything stays in memory. */
  readonly spillFile?: string;
  readonly segmentBytes?: number;
}

/**
 * What a runner has told and its leader has not acknowledged, numbered from 1. It is sent from a cursor, which goes
 * back after a reconnect. Memory is bounded; a disk that takes no more is not the runner's end: memory serves instead.
 */
export class Outbox {
  readonly #memoryLimit: number;
  readonly #segmentBytes: number;
  readonly #spillFile: string | undefined;
  #segments: Segment[] = [];
  #file: number | undefined;
  #fileEnd = 0;
  #spilling: boolean;
  #memoryBytes = 0;
  #heldBytes = 0;
  #lastSeq = 0;
  #acknowledged = 0;
  #nextSeq = 1;

  constructor(options: OutboxOptions = {}) {
    this.#memoryLimit = options.memoryBytes ?? 4 * 1024 * 1024;
    this.#segmentBytes = options.segmentBytes ?? 64 * 1024;
    this.#spillFile = options.spillFile;
    this.#spilling = options.spillFile !== undefined;
  }

  /** The last number given out; 0 before the first. */
  get lastSeq(): number {
    return this.#lastSeq;
  }
  get acknowledged(): number {
    return this.#acknowledged;
  }
  /** Bytes not acknowledged, wherever they are. */
  get heldBytes(): number {
    return this.#heldBytes;
  }
  /** Bytes held in memory, what surrounds them included. */
  get memoryBytes(): number {
    return this.#memoryBytes;
  }

  /** Adds the line with the next number. */
  append(line: (seq: number) => string): void {
    const bytes = Buffer.from(line(++this.#lastSeq));
    const segment = this.#openSegment();
    segment.lines?.push(bytes);
    segment.count++;
    segment.bytes += bytes.length;
    this.#memoryBytes += bytes.length + PER_LINE_BYTES;
    this.#heldBytes += bytes.length;
    if (segment.bytes >= this.#segmentBytes && this.#memoryBytes > this.#memoryLimit) this.#spill(segment);
  }

  /** The next lines to send, in one piece; `undefined` when all are sent. */
  next(): Buffer | undefined {
    const segment = this.#segments.find((candidate) => this.#nextSeq < candidate.firstSeq + candidate.count);
    if (segment === undefined) return undefined;
    const skipped = this.#nextSeq - segment.firstSeq;
    this.#nextSeq = segment.firstSeq + segment.count;
    if (segment.lines !== undefined) return Buffer.concat(skipped === 0 ? segment.lines : segment.lines.slice(skipped));
    return afterLines(this.#load(segment), skipped);
  }

  /** Sends everything after `seq` again. Returns whether it still can. */
  rewindTo(seq: number): boolean {
    if (seq < this.#acknowledged || seq > this.#lastSeq) return false;
    this.#nextSeq = seq + 1;
    return true;
  }

  /** Forgets everything up to `seq`. Returns whether so much was sent. */
  acknowledge(seq: number): boolean {
    if (seq >= this.#nextSeq) return false;
    this.#acknowledged = Math.max(this.#acknowledged, seq);
    const kept = this.#segments.findIndex((segment) => segment.firstSeq + segment.count - 1 > seq);
    const forgotten = this.#segments.splice(0, kept < 0 ? this.#segments.length : kept);
    for (const segment of forgotten) this.#forget(segment);
    if (this.#fileEnd > 0 && this.#segments.every((segment) => segment.lines !== undefined)) this.#emptyFile();
    return true;
  }

  /** Removes the spill file. */
  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
    if (this.#spillFile !== undefined) rmSync(this.#spillFile, { force: true });
    this.#segments = [];
  }

  #openSegment(): Segment {
    const last = this.#segments.at(-1);
    if (last?.lines !== undefined && last.bytes < this.#segmentBytes) return last;
    const segment: Segment = { firstSeq: this.#lastSeq, count: 0, bytes: 0, lines: [], offset: 0 };
    this.#segments.push(segment);
    return segment;
  }

  #forget(segment: Segment): void {
    this.#heldBytes -= segment.bytes;
    if (segment.lines !== undefined) this.#memoryBytes -= segment.bytes + segment.count * PER_LINE_BYTES;
  }

  #spill(segment: Segment): void {
    if (!this.#spilling || this.#spillFile === undefined || segment.lines === undefined) return;
    try {
      this.#file ??= openSync(this.#spillFile, "wx+", 0o600);
      writeWhole(this.#file, Buffer.concat(segment.lines), this.#fileEnd);
    } catch {
      this.#spilling = false;
      return;
    }
    segment.offset = this.#fileEnd;
    this.#fileEnd += segment.bytes;
    this.#memoryBytes -= segment.bytes + segment.count * PER_LINE_BYTES;
    segment.lines = undefined;
  }

  #load(segment: Segment): Buffer {
    if (this.#file === undefined) throw new Error("a spilled segment has no file");
    const bytes = Buffer.allocUnsafe(segment.bytes);
    let read = 0;
    while (read < segment.bytes) {
      const count = readSync(this.#file, bytes, read, segment.bytes - read, segment.offset + read);
      if (count === 0) throw new Error("the spill file is shorter than what was written to it");
      read += count;
    }
    return bytes;
  }

  #emptyFile(): void {
    if (this.#file !== undefined) ftruncateSync(this.#file);
    this.#fileEnd = 0;
  }
}

function writeWhole(file: number, bytes: Buffer, offset: number): void {
  let written = 0;
  while (written < bytes.length) {
    written += writeSync(file, bytes, written, bytes.length - written, offset + written);
  }
}

function afterLines(bytes: Buffer, count: number): Buffer {
  let start = 0;
  for (let line = 0; line < count; line++) start = bytes.indexOf(LINE_FEED, start) + 1;
  return bytes.subarray(start);
}
