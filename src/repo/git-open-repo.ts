import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, posix, relative, resolve, sep } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { SourceOrigin } from "../model/event.ts";
import { nearest } from "../model/nearest.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { parseRepoAddress, type Remote, withoutCredentials } from "./git-address.ts";
import { fetchCommit, type LocalCommit } from "./git-clone.ts";
import { type Exclusively, type GitContext, isBareRepository } from "./git-command.ts";
import { listCommit, readCommit } from "./git-commit-files.ts";
import { findLocalCommit } from "./git-local-commit.ts";
import { readWorkingTree } from "./git-open-working-tree.ts";
import { jobFileNames, jobFolders, noJob, noJobFolder } from "./git-job-folder.ts";
import { type FoundSources, makeSourceTree, type SourceTree } from "./source-tree.ts";
import { SourceStore } from "./source-tree-store.ts";

export interface OpenRepoOptions {
  /** A path or a git URL, with `//folder` of a job in it if need be; the current directory when missing. */
  readonly repo?: string;
  /** A branch, tag or commit; when missing, a path's working tree as it is, a URL's default branch. */
  readonly branch?: string;
  /** The job's folder in the repo. */
  readonly job?: string;
  readonly cwd: string;
  /** Where clones are cached. */
  readonly cacheDir: string;
  /** Where the contents of source trees are kept. */
  readonly storeDir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
  /** Keeps other processes from the clone that is fetched into. */
  readonly exclusively: Exclusively;
  /** Whether git may ask a person for a password. */
  readonly interactive: boolean;
  readonly signal?: AbortSignal;
  /** Told what a long transfer is doing, one short line at a time. */
  readonly progress?: (line: string) => void;
}

/** A job's files as they were when it was opened, and where they came from. */
export interface Checkout {
  readonly origin: SourceOrigin;
  /** What relative local paths of the job are relative to: the job's folder, or the current directory for a URL. */
  readonly baseDir: string;
  /** Whether the files were read from a person's own folder, as it is; a commit otherwise. */
  readonly isWorkingTree: boolean;
  readonly tree: SourceTree;
}

/**
 * Finds the job that is asked for and fixes its files. A path without `branch` is read as it is; everything else is
 * read from a commit. Throws the signal's reason when that is aborted.
 */
export async function openRepo(options: OpenRepoOptions): Promise<Result<Checkout>> {
  const address = parseRepoAddress(options.repo ?? ".");
  if (address.is === "forbidden")
    return failed(error("AMA1415", `The repo ${address.shown} is not allowed: ${address.why}.`));
  const folder = joinFolders(address.folder, options.job);
  if (folder === undefined) return failed(outsideRepo(address.folder ?? "", options.job ?? ""));
  if (address.is === "path") {
    const path = localPath(address.path, options);
    return existsSync(path) ? openPath(path, folder, options) : failed(noPath(path, address.path));
  }
  return openUrl(address.remote, folder, options);
}

async function openUrl(remote: Remote, folder: string, options: OpenRepoOptions): Promise<Result<Checkout>> {
  const context = gitContext(options);
  const commit = await fetchCommit(remote, options.branch, options.cacheDir, context);
  if (!commit.ok) return commit;
  return openCommit(
    context,
    commit.value,
    { repo: remote.shown, baseDir: options.cwd, folder, exact: true },
    options,
    commit.diagnostics,
  );
}

async function openPath(path: string, folder: string, options: OpenRepoOptions): Promise<Result<Checkout>> {
  const context = gitContext(options);
  const start = statSync(path).isDirectory() ? path : dirname(path);
  const top = gitTop(start);
  const bare = top === undefined && isBareRepository(start);
  if (!bare && options.branch === undefined) return openWorkingTree(context, start, top, folder, options);
  if (!bare && top === undefined)
    return failed(
      error(
        "AMA1404",
        `${start} is not in a git repository, so there is no \`${options.branch ?? ""}\` to check out.`,
        {
          hint: "Leave out --branch to run the folder as it is.",
        },
      ),
    );
  const repository = bare ? start : (top ?? start);
  const commit = await findLocalCommit(context, repository, options.branch);
  if (!commit.ok) return commit;
  const inside = bare ? "" : relative(repository, start).split(sep).join("/");
  const where =
    folder === "" ? { folder: inside, exact: inside === "" } : { folder: posix.join(inside, folder), exact: true };
  const baseDir = bare ? options.cwd : join(repository, where.folder);
  return openCommit(context, commit.value, { repo: repository, baseDir, ...where }, options, commit.diagnostics);
}

async function openWorkingTree(
  context: GitContext,
  start: string,
  top: string | undefined,
  folder: string,
  options: OpenRepoOptions,
): Promise<Result<Checkout>> {
  const found = folder === "" ? nearestJob(start, top) : exactJob(start, top, folder);
  if (found === undefined)
    return failed(
      folder === "" ? noJob(start, jobFolders(start)) : noJobFolder(start, folder, jobFolders(top ?? start)),
    );
  const store = new SourceStore(options.storeDir);
  const read = await readWorkingTree(context, found, top, store);
  if (!read.ok) return read;
  const { commit, branch, dirty, sources } = read.value;
  const tree = makeSourceTree(sources, store);
  const git = { ...(branch !== undefined && { branch }), ...(commit !== undefined && { commit }) };
  const origin = { repo: found, ...git, dirty, digest: tree.digest };
  return ok({ origin, baseDir: found, isWorkingTree: true, tree }, read.diagnostics);
}

interface Wanted {
  readonly repo: string;
  readonly baseDir: string;
  readonly folder: string;
  /** Whether the job lies in just that folder, or maybe further up. */
  readonly exact: boolean;
}

async function openCommit(
  context: GitContext,
  commit: LocalCommit,
  wanted: Wanted,
  options: OpenRepoOptions,
  remarks: readonly Diagnostic[],
): Promise<Result<Checkout>> {
  const listed = await listCommit(context, commit.repository, commit.commit);
  if (!listed.ok) return listed;
  const paths = new Set(listed.value.map((entry) => entry.path));
  const folder = foldersUpwards(wanted.folder, wanted.exact).find((candidate) =>
    jobFileNames.some((name) => paths.has(posix.join(candidate, name))),
  );
  const where = `${wanted.repo} at ${options.branch ?? commit.commit.slice(0, 7)}`;
  if (folder === undefined) {
    const jobs = jobFolders(paths);
    return failed(wanted.folder === "" ? noJob(where, jobs) : noJobFolder(where, wanted.folder, jobs));
  }
  const store = new SourceStore(options.storeDir);
  const read = await readCommit(context, commit.repository, listed.value, folder, store);
  if (!read.ok) return read;
  return ok(commitCheckout(commit, wanted, folder, read.value, store), [...remarks, ...read.diagnostics]);
}

function commitCheckout(
  commit: LocalCommit,
  wanted: Wanted,
  folder: string,
  found: FoundSources,
  store: SourceStore,
): Checkout {
  const tree = makeSourceTree(found, store);
  const repo = folder === "" ? wanted.repo : `${wanted.repo}//${folder}`;
  const branch = commit.branch === undefined ? {} : { branch: commit.branch };
  const up = posix.relative(wanted.folder, folder);
  const baseDir = wanted.exact ? wanted.baseDir : join(wanted.baseDir, up);
  const origin = { repo, ...branch, commit: commit.commit, dirty: false, digest: tree.digest };
  return { origin, baseDir, isWorkingTree: false, tree };
}

/** `a/b`, then, unless it must be just that, `a` and the root. */
function foldersUpwards(folder: string, exact: boolean): string[] {
  if (exact || folder === "") return [folder];
  return [folder, ...foldersUpwards(posix.dirname(folder) === "." ? "" : posix.dirname(folder), false)];
}

/** The nearest folder upwards with a job file, not above the repository. */
function nearestJob(start: string, top: string | undefined): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (hasJob(folder)) return folder;
    if (folder === top || folder === dirname(folder)) return undefined;
  }
}

/** A folder is meant from where the user stands, or else from the repository's root. */
function exactJob(start: string, top: string | undefined, folder: string): string | undefined {
  return [join(start, folder), join(top ?? start, folder)].find(hasJob);
}

function hasJob(folder: string): boolean {
  return jobFileNames.some((name) => existsSync(join(folder, name)));
}

function gitTop(start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, ".git"))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** One folder of `//folder` and `--job`; undefined where it leads out of the repo. */
function joinFolders(inAddress: string | undefined, job: string | undefined): string | undefined {
  const joined = posix.normalize(posix.join(inAddress ?? "", job ?? "")).replaceAll(/^\.$|\/+$/g, "");
  return posix.isAbsolute(joined) || joined === ".." || joined.startsWith("../") ? undefined : joined;
}

function localPath(path: string, options: OpenRepoOptions): string {
  const home = options.env["HOME"];
  return resolve(options.cwd, home !== undefined && /^~(\/|$)/.test(path) ? join(home, path.slice(1)) : path);
}

function gitContext(options: OpenRepoOptions): GitContext {
  const { env, interactive, offline, exclusively, signal, progress } = options;
  return { env, interactive, offline, exclusively, ...(signal && { signal }), ...(progress && { progress }) };
}

function noPath(path: string, asGiven: string): Diagnostic {
  return error("AMA1401", `The repo ${path} does not exist.`, { hint: pathHint(path, asGiven) });
}

function pathHint(path: string, asGiven: string): string {
  if (/^[a-z0-9-]+(\.[a-z0-9-]+)+\/\S+/i.test(asGiven))
    return `A URL has a scheme: https://${withoutCredentials(asGiven)}`;
  const parent = dirname(path);
  const near = existsSync(parent) ? nearest(basename(path), readdirSync(parent)) : undefined;
  return near === undefined
    ? "Name a folder, or a URL that git takes."
    : `Did you mean \`${join(dirname(asGiven), near)}\`?`;
}

function outsideRepo(inAddress: string, job: string): Diagnostic {
  return error("AMA1412", `The job's folder ${posix.join(inAddress, job)} leads out of the repo.`);
}
