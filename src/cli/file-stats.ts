import { statSync } from "node:fs";

/** A file changed this shortly ago may change again without its times telling (1 s on some file systems). */
const racyMs = 2_000;
const gone = "gone";

/**
 * How files are on the disk, a line each: where that differs from what it was, a file has changed. The times are those
 * that nobody can set, so that an edit which keeps size and mtime shows, and so does a checkout of old files.
 */
export function fileStats(root: string, paths: readonly string[]): string {
  return paths.map((path) => `${path}\t${statOf(`${root}/${path}`)}\n`).join("");
}

/** The paths that `fileStats` was asked for. */
export function pathsIn(stats: string): string[] {
  return [...stats.matchAll(/^(.*)\t/gm)].map(([, path = ""]) => path);
}

export function areThere(stats: string): boolean {
  return !stats.includes(`\t${gone}\n`);
}

/** Whether no file has changed so shortly before `at`, or since, that a further change may not show. */
export function areAtRest(root: string, paths: readonly string[], at: number): boolean {
  return paths.every((path) => (lookAt(`${root}/${path}`)?.ctimeMs ?? 0) < at - racyMs);
}

function statOf(file: string): string {
  const stats = lookAt(file);
  return stats === undefined ? gone : `${stats.size} ${stats.ctimeMs} ${stats.ino}`;
}

function lookAt(file: string) {
  return statSync(file, { throwIfNoEntry: false });
}
