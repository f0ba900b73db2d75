import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * One folder of `acceptance/<area>/<case>/`: `cmd` is a shell script that uses `$AMA`, run in a copy of `repo/`
 * (or in an empty folder); `expected` is all that it prints, then `exit <code>`.
 */
export interface Case {
  /** `validate/empty-file`. */
  readonly name: string;
  readonly folder: string;
  readonly script: string;
  readonly expected: string | undefined;
}

/** All cases below `root` whose name begins with one of `prefixes`, or all. */
export function findCases(root: string, prefixes: readonly string[]): Case[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === "cmd" && !entry.parentPath.includes("/repo/"))
    .map((entry) => readCase(root, dirname(join(entry.parentPath, entry.name))))
    .filter((one) => prefixes.length === 0 || prefixes.some((prefix) => one.name.startsWith(prefix)))
    .toSorted((a, b) => a.name.localeCompare(b.name));
}

function readCase(root: string, folder: string): Case {
  const expected = join(folder, "expected");
  return {
    name: relative(root, folder),
    folder,
    script: readFileSync(join(folder, "cmd"), "utf8"),
    expected: existsSync(expected) ? readFileSync(expected, "utf8") : undefined,
  };
}
