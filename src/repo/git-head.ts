import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";

/** What a work tree's HEAD names. */
export interface Head {
  readonly commit: string;
  /** Missing where a commit is checked out by itself. */
  readonly branch?: string;
}

/**
 * HEAD of a work tree, read from git's own files, which takes a tenth of the time of asking git. Undefined where that
 * does not tell: before the first commit, or where references are kept in another way; then git is to be asked.
 */
export function readHead(top: string): Head | undefined {
  const gitDir = gitDirOf(join(top, ".git"));
  const head = readText(join(gitDir, "HEAD"))?.trim() ?? "";
  if (isCommit(head)) return { commit: head };
  const ref = /^ref: (refs\/heads\/(.+))$/.exec(head);
  if (ref === null) return undefined;
  const [, name = "", branch = ""] = ref;
  const common = resolve(gitDir, readText(join(gitDir, "commondir"))?.trim() ?? ".");
  const commit = readText(join(common, name))?.trim() ?? packedRef(common, name);
  return commit !== undefined && isCommit(commit) ? { commit, branch } : undefined;
}

/** `.git` is a folder, or in further work trees and submodules a file that names one. */
function gitDirOf(path: string): string {
  if (statSync(path).isDirectory()) return path;
  return resolve(path, "..", /^gitdir: (.*)$/m.exec(readText(path) ?? "")?.[1] ?? "");
}

function packedRef(common: string, name: string): string | undefined {
  const packed = readText(join(common, "packed-refs"));
  return packed
    ?.split("\n")
    .find((line) => line.endsWith(` ${name}`))
    ?.split(" ")[0];
}

function readText(file: string): string | undefined {
  return existsSync(file) && statSync(file).isFile() ? readFileSync(file, "utf8") : undefined;
}

function isCommit(text: string): boolean {
  return /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}
