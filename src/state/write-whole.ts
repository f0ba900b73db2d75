import { renameSync, writeFileSync } from "node:fs";

/** Writes a private file, of which this process is the only writer; a reader sees all of it or none. */
export function writeWhole(path: string, text: string): void {
  writeFileSync(`${path}.part`, text, { mode: 0o600 });
  renameSync(`${path}.part`, path);
}
