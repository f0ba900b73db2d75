import { type BigIntStats, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../model/digest.ts";
import type { SourceStore } from "./source-tree-store.ts";

/** What was found when a file was read. */
export interface MemoEntry {
  readonly sha256: string;
  readonly size: number;
  /** The id of git's blob with this content, by the repository's hash. */
  readonly oid: string;
  /** The id of the blob that git would have made of it with line ends normalised, or of its Git LFS pointer, where that differs. */
  readonly cleanOid: string;
}

/** A file changed this shortly before it was read may change again without its times telling (1 s on some file systems). */
const racyNs = 2_000_000_000n;

/** Remembers the digests of the files of one folder by their size, times and inode, so that unchanged files are not read again. */
export class SourceTreeMemo {
  readonly #file: string;
  readonly #store: SourceStore;
  readonly #known = new Map<string, MemoEntry>();
  readonly #used = new Map<string, MemoEntry>();
  readonly #startNs = BigInt(Date.now()) * 1_000_000n;
  #changed = false;

  constructor(root: string, store: SourceStore) {
    this.#file = join(store.dir, "memo", digestOf(root).slice(0, 32));
    this.#store = store;
    if (!existsSync(this.#file)) return;
    for (const line of readFileSync(this.#file, "utf8").split("\n")) {
      const [key = "", sha256 = "", size = "", oid = "", cleanOid = ""] = line.split(" ");
      if (cleanOid !== "") this.#known.set(key, { sha256, size: Number(size), oid, cleanOid });
    }
  }

  /** What is known of a file that has not changed since; undefined where it must be read. */
  get(path: string, stats: BigIntStats): MemoEntry | undefined {
    const key = memoKey(path, stats);
    const entry = this.#known.get(key);
    if (entry === undefined || !this.#store.has(entry.sha256)) return undefined;
    this.#used.set(key, entry);
    return entry;
  }

  set(path: string, stats: BigIntStats, entry: MemoEntry): void {
    if (stats.mtimeNs > this.#startNs - racyNs || stats.ctimeNs > this.#startNs - racyNs) return;
    this.#used.set(memoKey(path, stats), entry);
    this.#changed = true;
  }

  save(): void {
    if (!this.#changed && this.#used.size === this.#known.size) return;
    const lines = [...this.#used].map(
      ([key, entry]) => `${key} ${entry.sha256} ${entry.size} ${entry.oid} ${entry.cleanOid}\n`,
    );
    this.#store.write(this.#file, lines.join(""));
  }
}

function memoKey(path: string, stats: BigIntStats): string {
  return `${encodeURI(path)}:${stats.size}:${stats.mtimeNs}:${stats.ctimeNs}:${stats.ino}`;
}
