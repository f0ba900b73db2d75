import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** How many bytes the files of a folder have; one that somebody removes at this moment has none. */
export function bytesIn(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => statSync(join(entry.parentPath, entry.name), { throwIfNoEntry: false })?.size ?? 0)
    .reduce((sum, size) => sum + size, 0);
}
