import { resolve } from "node:path";
import { error } from "../diagnostics/report.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { parseRepoAddress, withoutCredentials } from "./git-address.ts";
import { fetchCommit } from "./git-clone.ts";
import type { GitContext } from "./git-command.ts";
import { listCommit, readCommit } from "./git-commit-files.ts";
import { findLocalCommit } from "./git-local-commit.ts";
import { makeSourceTree, type SourceTree } from "./source-tree.ts";
import { SourceStore } from "./source-tree-store.ts";

export interface GitFolderOptions {
  /** A git URL, or the path of a repository, with `//folder` if need be. */
  readonly repo: string;
  /** A branch, tag or commit; the default branch when missing. */
  readonly ref?: string;
  readonly cwd: string;
  readonly cacheDir: string;
  readonly storeDir: string;
  readonly context: GitContext;
}

/** The files of a folder of a git repository at a commit, whatever they are. */
export async function openGitFolder(
  options: GitFolderOptions,
): Promise<Result<{ readonly tree: SourceTree; readonly commit: string }>> {
  const { repo, ref, cwd, cacheDir, storeDir, context } = options;
  const address = parseRepoAddress(repo);
  if (address.is === "forbidden") {
    return failed(error("AMA1415", `The repository ${address.shown} is not allowed: ${address.why}.`));
  }
  const found =
    address.is === "url"
      ? await fetchCommit(address.remote, ref, cacheDir, context)
      : await findLocalCommit(context, resolve(cwd, address.path), ref);
  if (!found.ok) return found;
  const listed = await listCommit(context, found.value.repository, found.value.commit);
  if (!listed.ok) return listed;
  const folder = address.folder ?? "";
  const store = new SourceStore(storeDir);
  const read = await readCommit(context, found.value.repository, listed.value, folder, store);
  if (!read.ok) return read;
  if (read.value.files.length === 0) {
    return failed(error("AMA1412", `There is no folder ${folder} in ${withoutCredentials(repo)}.`));
  }
  return ok({ tree: makeSourceTree(read.value, store), commit: found.value.commit }, [
    ...found.diagnostics,
    ...read.diagnostics,
  ]);
}
