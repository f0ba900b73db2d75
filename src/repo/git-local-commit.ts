import { error } from "../diagnostics/report.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type LocalCommit, noBranch, noCommits, resolveCommit } from "./git-clone.ts";
import { type GitContext, git } from "./git-command.ts";
import { gitMissing, lastWords, ownershipHint } from "./git-failure.ts";
import { findRef, parseRefs } from "./git-refs.ts";

/** The commit that `branch` (default HEAD) means in a repository on this machine; nothing is fetched or checked out. */
export async function findLocalCommit(
  context: GitContext,
  repository: string,
  branch: string | undefined,
): Promise<Result<LocalCommit>> {
  const listed = await git(context, ["show-ref", "--head", "--dereference"], { in: repository });
  if (listed.status === "missing") return failed(gitMissing(`${repository} cannot be read at a branch without git.`));
  // 1: there are no refs at all.
  if (listed.status === 1) return failed(noCommits(repository));
  if (listed.status !== 0)
    return failed(
      error("AMA1410", `git cannot read ${repository}${lastWords(listed.stderr)}`, ownershipHint(listed.stderr)),
    );
  const refs = parseRefs(listed.stdout.toString("utf8"));
  const found = findRef(refs, branch);
  const commit = await resolveCommit(context, repository, found?.ref ?? branch ?? "HEAD");
  if (commit === undefined)
    return failed(branch === undefined ? noCommits(repository) : noBranch(repository, branch, refs));
  const name = found?.branch ?? (branch === undefined ? await currentBranch(context, repository) : undefined);
  return ok({ repository, commit, ...(name !== undefined && { branch: name }) });
}

async function currentBranch(context: GitContext, repository: string): Promise<string | undefined> {
  const head = await git(context, ["symbolic-ref", "--quiet", "--short", "HEAD"], { in: repository });
  return head.status === 0 ? head.stdout.toString("utf8").trim() : undefined;
}
