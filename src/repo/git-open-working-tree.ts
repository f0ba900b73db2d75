import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { digestOf } from "../model/digest.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type GitContext, type GitOutcome, git } from "./git-command.ts";
import { parseTree, type TreeEntry } from "./git-commit-files.ts";
import { lastWords, ownershipHint } from "./git-failure.ts";
import { type Head, readHead } from "./git-head.ts";
import { lookAt, mostFiles, walk, withoutLitter } from "./git-working-tree.ts";
import type { FoundSources } from "./source-tree.ts";
import { readWorkingFiles } from "./source-tree-reader.ts";
import type { SourceStore } from "./source-tree-store.ts";
import { isUnreadableName, submoduleWarning, unreadableNameWarning } from "./source-tree-warnings.ts";

export interface WorkingTree {
  readonly commit?: string;
  readonly branch?: string;
  /** Whether the files are not just those of the commit; true where there is none. */
  readonly dirty: boolean;
  readonly sources: FoundSources;
}

/** What git knows of a folder: which files count, and what HEAD has there. */
interface GitView {
  readonly paths: readonly string[];
  readonly committed: readonly TreeEntry[];
  readonly commit?: string;
  readonly branch?: string;
}

/** Folders whose files count even where .gitignore names them: local settings and jars often stand there. */
const neverIgnored = ["env", "deps"];

/** Reads a job's folder as it is: tracked files and those that git does not ignore, or everything where there is no git. */
export async function readWorkingTree(
  context: GitContext,
  folder: string,
  top: string | undefined,
  store: SourceStore,
): Promise<Result<WorkingTree>> {
  const view: Result<GitView> = top === undefined ? ok(withoutGit(folder)) : await viewOf(context, folder, top, store);
  if (!view.ok) return view;
  const { paths, committed, commit, branch } = view.value;
  if (paths.length > mostFiles) return failed(tooManyFiles(folder));
  const nameless = paths.filter(isUnreadableName).map(unreadableNameWarning);
  const read = readWorkingFiles(folder, lookAt(folder, top ?? folder, paths), committed, store);
  if (!read.ok) return read;
  const submodules = committed.filter((entry) => entry.mode === "160000").map((entry) => submoduleWarning(entry.path));
  const { dirty, ...sources } = read.value;
  const git = { ...(commit !== undefined && { commit }), ...(branch !== undefined && { branch }) };
  return ok({ ...git, dirty: dirty || commit === undefined, sources }, [
    ...view.diagnostics,
    ...submodules,
    ...nameless,
    ...read.diagnostics,
  ]);
}

function withoutGit(folder: string): GitView {
  return { paths: walk(folder), committed: [] };
}

async function viewOf(context: GitContext, folder: string, top: string, store: SourceStore): Promise<Result<GitView>> {
  const files = git(context, ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], { in: folder });
  const head = readHead(top) ?? (await askHead(context, folder));
  const listed = await files;
  if (listed.status !== 0) return ok(withoutGit(folder), [gitCannotTell(folder, listed)]);
  const committed = head === undefined ? [] : await listHead(context, folder, head.commit, store);
  const inHead = new Set(committed.map((entry) => entry.path));
  const found = split(listed);
  const untracked = withoutLitter(found.filter((path) => !inHead.has(path)));
  const kept = neverIgnored.filter((name) => existsSync(join(folder, name))).flatMap((name) => walk(folder, name));
  const paths = [...new Set([...found.filter((path) => inHead.has(path)), ...untracked, ...kept])];
  return ok({ paths, committed, ...head });
}

async function askHead(context: GitContext, folder: string): Promise<Head | undefined> {
  const asked = await git(context, ["rev-parse", "HEAD", "--abbrev-ref", "HEAD"], { in: folder });
  const [commit, branch = "HEAD"] = asked.status === 0 ? asked.stdout.toString("utf8").trim().split("\n") : [];
  return commit === undefined ? undefined : { commit, ...(branch !== "HEAD" && { branch }) };
}

/** What a commit has in a folder never changes, so git is asked once. */
async function listHead(context: GitContext, folder: string, commit: string, store: SourceStore): Promise<TreeEntry[]> {
  const memo = join(store.dir, "memo", digestOf(`${commit} ${folder}`).slice(0, 32));
  if (existsSync(memo)) return parseTree(readFileSync(memo, "utf8"));
  const tree = await git(context, ["ls-tree", "-r", "-z", "--long", commit], { in: folder });
  if (tree.status === 0) store.write(memo, tree.stdout);
  return parseTree(tree.stdout.toString("utf8"));
}

function split(outcome: GitOutcome): string[] {
  return outcome.stdout.toString("utf8").split("\0").filter(Boolean);
}

function gitCannotTell(folder: string, outcome: GitOutcome): Diagnostic {
  const why = outcome.status === "missing" ? ": git is not installed." : lastWords(outcome.stderr);
  return warning(
    "AMA1435",
    `${folder} is run as it is, without its commit and .gitignore${why}`,
    ownershipHint(outcome.stderr),
  );
}

function tooManyFiles(folder: string): Diagnostic {
  return error("AMA1413", `${folder} holds more than ${mostFiles} files that git does not ignore.`, {
    hint: "Name the job's own folder with --repo or --job, or list data and outputs in .gitignore.",
  });
}
