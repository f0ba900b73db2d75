import { existsSync, readFileSync, statSync } from "node:fs";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import type { PinnedFile } from "./supported.ts";

/** Written last: a folder without it is the rest of an installation that was broken off. */
const markerName = ".amaterasu.json";

const markerSchema = v.object({ file: v.string(), sha256: v.string(), files: v.record(v.string(), v.number()) });

/** Notes what was installed, with the size of every file, so that damage can be seen later. */
export async function writeMarker(folder: string, from: PinnedFile): Promise<void> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const sizes = files.sort().map((path) => [path.slice(folder.length + 1), statSync(path).size] as const);
  const marker = { file: from.file, sha256: from.sha256, files: Object.fromEntries(sizes) };
  await writeFile(join(folder, markerName), `${JSON.stringify(marker, undefined, 1)}\n`);
}

/** Whether the folder holds a finished installation; cheap, as it is asked at every start. */
export function isInstalled(folder: string): boolean {
  return existsSync(join(folder, markerName));
}

/** The files of an installation that are gone or have another size, relative to it; a thorough check. */
export function damagedFiles(folder: string): readonly string[] {
  const marker = v.parse(markerSchema, JSON.parse(readFileSync(join(folder, markerName), "utf8")));
  return Object.entries(marker.files).flatMap(([name, size]) =>
    statSync(join(folder, name), { throwIfNoEntry: false })?.size === size ? [] : [name],
  );
}
