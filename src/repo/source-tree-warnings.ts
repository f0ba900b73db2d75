import { warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";

/** Files above this are data, not sources. */
export const largestBytes = 512 * 1024 * 1024;

const pointerStart = "version https://git-lfs.github.com/spec/v1\n";

export function isLfsPointer(bytes: Uint8Array | undefined): boolean {
  if (bytes === undefined || bytes.length > 1024 || bytes.length < pointerStart.length) return false;
  return Buffer.from(bytes.subarray(0, pointerStart.length)).toString("latin1") === pointerStart;
}

/** What Git LFS puts into a commit in the stead of a file. */
export function lfsPointer(sha256: string, size: number): string {
  return `${pointerStart}oid sha256:${sha256}\nsize ${size}\n`;
}

export function lfsPointerWarning(path: string): Diagnostic {
  return warning("AMA1434", `${path} is only a pointer to a file in Git LFS, whose filters are off.`, {
    hint: "Run from a working tree in which `git lfs pull` has been done, or read the file by a URI.",
  });
}

export function largeFileWarning(path: string, bytes: number): Diagnostic {
  const size = `${Math.round(bytes / (1024 * 1024))} MiB`;
  return warning("AMA1433", `${path} (${size}) is left out of the run's sources.`, {
    hint: "Data is read where it lies, by a path or URI; a file that should not count belongs in .gitignore.",
  });
}

export function submoduleWarning(path: string): Diagnostic {
  return warning("AMA1432", `${path} is a git submodule, which is not followed.`, {
    hint: "Copy what the job needs from it into the repo.",
  });
}

export function brokenLinkWarning(path: string, target: string): Diagnostic {
  return warning("AMA1431", `${path} is a symbolic link to ${target}, which does not exist.`);
}

/** What git's listings show in the stead of bytes that are no UTF-8. */
export function isUnreadableName(path: string): boolean {
  return path.includes("\u{fffd}");
}

export function unreadableNameWarning(path: string): Diagnostic {
  return warning("AMA1436", `The name of ${path} is not UTF-8, so the file is left out.`, { hint: "Rename the file." });
}
