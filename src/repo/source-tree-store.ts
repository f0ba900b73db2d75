import { createHash, randomUUID } from "node:crypto";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { digestOf } from "../model/digest.ts";

/** Contents up to this size are also held in memory where the store cannot be written. */
const wholeBytes = 16 * 1024 * 1024;
const pieceBytes = 1024 * 1024;

export interface Digests {
  readonly sha256: string;
  readonly size: number;
}

/**
 * The contents of source files, each kept once under its SHA-256. Where its folder cannot be written, contents stay in
 * memory for the rest of the process, and `problem` says so.
 */
export class SourceStore {
  readonly dir: string;
  problem: Diagnostic | undefined;
  readonly #held = new Map<string, Uint8Array>();
  readonly #folders = new Set<string>();

  constructor(dir: string) {
    this.dir = dir;
  }

  has(sha256: string): boolean {
    return this.#held.has(sha256) || existsSync(this.path(sha256));
  }

  /** Where the content lies, if it is kept. */
  path(sha256: string): string {
    return join(this.dir, "objects", sha256.slice(0, 2), sha256);
  }

  /** Notes that the content is in use now; false where it is not kept. */
  touch(sha256: string): boolean {
    const path = this.path(sha256);
    if (!existsSync(path)) return false;
    const now = new Date();
    utimesSync(path, now, now);
    return true;
  }

  put(bytes: Uint8Array): Digests {
    const sha256 = digestOf(bytes);
    if (!this.has(sha256) && !this.write(this.path(sha256), bytes)) this.#held.set(sha256, bytes);
    return { sha256, size: bytes.length };
  }

  /** Like `put`, for a file of any size; `also` is given every piece. */
  putFile(file: string, size: number, also: (piece: Uint8Array) => void): Digests {
    if (size > wholeBytes && this.problem === undefined) return this.#copy(file, also);
    const bytes = readFileSync(file);
    also(bytes);
    return this.put(bytes);
  }

  read(sha256: string): Uint8Array {
    const held = this.#held.get(sha256);
    if (held !== undefined) return held;
    const bytes = readFileSync(this.path(sha256));
    if (digestOf(bytes) !== sha256) throw new Error(`The kept source ${this.path(sha256)} is damaged.`);
    return bytes;
  }

  /** Whether `file`, a path in the store, could be written; whole or not at all. */
  write(file: string, content: Uint8Array | string): boolean {
    if (this.problem !== undefined) return false;
    const fresh = `${file}.${randomUUID()}`;
    this.#tried(fresh, () => {
      this.#makeFolder(join(file, ".."));
      writeFileSync(fresh, content);
      renameSync(fresh, file);
    });
    return this.problem === undefined;
  }

  /** In pieces, so that it is never in memory as a whole, unless it cannot be written. Throws what reading it throws. */
  #copy(file: string, also: (piece: Uint8Array) => void): Digests {
    const fresh = join(this.dir, "objects", randomUUID());
    const hash = createHash("sha256");
    let size = 0;
    const to = this.#tried(fresh, () => {
      this.#makeFolder(join(this.dir, "objects"));
      return openSync(fresh, "w");
    });
    try {
      for (const part of piecesOf(file)) {
        hash.update(part);
        also(part);
        size += part.length;
        if (to !== undefined && this.problem === undefined) this.#tried(fresh, () => writeAll(to, part));
      }
    } catch (cause) {
      removeIfThere(fresh);
      throw cause;
    } finally {
      if (to !== undefined) closeSync(to);
    }
    const sha256 = hash.digest("hex");
    if (this.problem === undefined) {
      this.#tried(fresh, () => {
        this.#makeFolder(join(this.path(sha256), ".."));
        renameSync(fresh, this.path(sha256));
      });
    }
    if (this.problem !== undefined) this.#held.set(sha256, readFileSync(file));
    return { sha256, size };
  }

  /** A step of writing; where it fails, `problem` says so and nothing of it is left. */
  #tried<T>(fresh: string, step: () => T): T | undefined {
    try {
      return step();
    } catch (cause) {
      this.#failed(cause, fresh);
      return undefined;
    }
  }

  #makeFolder(folder: string): void {
    if (this.#folders.has(folder)) return;
    mkdirSync(folder, { recursive: true });
    this.#folders.add(folder);
  }

  #failed(cause: unknown, fresh: string): void {
    const why = cause instanceof Error ? cause.message : String(cause);
    this.problem = error("AMA1416", `The run's sources cannot be kept in ${this.dir}: ${why}.`, {
      hint: "Free disk space or set AMA_STATE to a folder that can be written.",
    });
    removeIfThere(fresh);
  }
}

function removeIfThere(file: string): void {
  if (existsSync(file)) rmSync(file);
}

/** The bytes of a file, piece by piece; each is overwritten by the next one. */
function* piecesOf(file: string): Generator<Uint8Array, void, undefined> {
  const from = openSync(file, "r");
  const piece = Buffer.allocUnsafe(pieceBytes);
  try {
    for (let n = readSync(from, piece); n > 0; n = readSync(from, piece)) yield piece.subarray(0, n);
  } finally {
    closeSync(from);
  }
}

function writeAll(to: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(to, bytes, at);
}
