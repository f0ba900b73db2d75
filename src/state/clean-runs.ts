import { existsSync, readdirSync } from "node:fs";
import { rm } from "node:fs/promises";
import { bytesIn } from "./bytes-in.ts";
import { isLed } from "./control-socket.ts";
import { openRunIndex } from "./run-index.ts";
import type { StateFolder } from "./state-folder.ts";
import { isUlid, ulidTime } from "./ulid.ts";

export interface CleanedRun {
  readonly run: string;
  readonly bytes: number;
  readonly createdAt: number;
}

/** Removes the records of runs that were started before `before` (milliseconds since 1970) and are not running; says which. With `dryRun` it only says. */
export async function cleanRuns(folder: StateFolder, before: number, dryRun = false): Promise<readonly CleanedRun[]> {
  if (!existsSync(folder.runs)) return [];
  const cleaned: CleanedRun[] = [];
  const index = await openRunIndex(folder);
  try {
    for (const run of readdirSync(folder.runs).filter(isUlid).toSorted()) {
      if (ulidTime(run) >= before || (await isLed(folder, run))) continue;
      const { root } = folder.run(run);
      cleaned.push({ run, bytes: bytesIn(root), createdAt: ulidTime(run) });
      if (dryRun) continue;
      await rm(root, { recursive: true, force: true });
      index.forget(run);
    }
  } finally {
    index.close();
  }
  return cleaned;
}
