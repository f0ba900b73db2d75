import { existsSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { openListing } from "./source-tree.ts";

export interface PruneOptions {
  /** Digests of the trees that records still name. */
  readonly kept: ReadonlySet<string>;
  /** Contents that were put or used after this time stay: a run that begins at this moment may be about to name them. */
  readonly unusedSince: number;
  readonly dryRun: boolean;
}

/** Removes trees that no record names, and contents that no tree has; the bytes that went, or would go. */
export function pruneSources(storeDir: string, { kept, unusedSince, dryRun }: PruneOptions): number {
  const trees = filesIn(join(storeDir, "trees")).filter((file) => !kept.has(file.name));
  const needed = new Set([...kept].flatMap((digest) => openListing(storeDir, digest).map((file) => file.sha256)));
  const objects = filesIn(join(storeDir, "objects")).filter((file) => !needed.has(file.name));
  const memos = filesIn(join(storeDir, "memo"));
  const gone = [...trees, ...objects, ...memos].filter((file) => file.usedAt < unusedSince);
  if (!dryRun) for (const file of gone) rmSync(file.path, { force: true });
  return gone.reduce((sum, file) => sum + file.bytes, 0);
}

function filesIn(folder: string) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const stats = statSync(path, { throwIfNoEntry: false });
      return stats === undefined ? [] : [{ name: entry.name, path, bytes: stats.size, usedAt: stats.mtimeMs }];
    });
}
