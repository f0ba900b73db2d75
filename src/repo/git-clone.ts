import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { digestOf } from "../model/digest.ts";
import { nearest } from "../model/nearest.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { Remote } from "./git-address.ts";
import { type GitCall, type GitContext, type GitOutcome, git } from "./git-command.ts";
import { classifyRemoteFailure, remoteFailure } from "./git-failure.ts";
import { findRef, type FoundRef, parseRefs, type RemoteRefs } from "./git-refs.ts";

/** A commit that lies in a repository on this machine. */
export interface LocalCommit {
  readonly repository: string;
  readonly commit: string;
  /** The branch or tag it was found by; for the default, the branch that the remote's HEAD names. */
  readonly branch?: string;
}

/**
 * The commit that `branch` (a branch, tag or commit; default the remote's HEAD) names in a remote repository, fetched
 * into a bare clone in the cache. Without a network, the commit that was fetched last is used, with a warning.
 */
export async function fetchCommit(
  remote: Remote,
  branch: string | undefined,
  cacheDir: string,
  context: GitContext,
): Promise<Result<LocalCommit>> {
  const clones = join(cacheDir, "git");
  const name = cloneName(remote);
  const unwritable = makeWritable(clones);
  if (unwritable !== undefined) return failed(unwritable);
  const onWait = () => context.progress?.(`waiting for another process that fetches ${remote.shown}`);
  return context.exclusively(join(cacheDir, "locks", `git-${name}`), { signal: context.signal, onWait }, () =>
    new Clone(join(clones, name), remote, context).commit(branch),
  );
}

function makeWritable(folder: string): Diagnostic | undefined {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return undefined;
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    return error("AMA1416", `Clones cannot be cached in ${folder}: ${why}.`, {
      hint: "Set AMA_CACHE to a folder that can be written.",
    });
  }
}

/** A readable name with a digest, so that no two remotes share a clone. */
function cloneName(remote: Remote): string {
  const name = /([^/:]+?)(?:\.git)?\/*$/.exec(remote.url)?.[1]?.replaceAll(/[^A-Za-z0-9._-]/g, "-") ?? "repo";
  return `${name.slice(0, 60)}-${digestOf(remote.url).slice(0, 16)}.git`;
}

/** One bare clone in the cache, and what is known of its remote; used under its lock only. */
class Clone {
  readonly #path: string;
  readonly #remote: Remote;
  readonly #context: GitContext;

  constructor(path: string, remote: Remote, context: GitContext) {
    this.#path = path;
    this.#remote = remote;
    this.#context = context;
  }

  async commit(branch: string | undefined): Promise<Result<LocalCommit>> {
    // A whole commit id means the same for ever: nothing to ask the server.
    if (branch !== undefined && /^[0-9a-f]{40}$/.test(branch) && (await this.#has(branch)))
      return ok({ repository: this.#path, commit: branch });
    if (this.#context.offline) return this.#cached(branch);
    const fetched = await this.#fetched(branch);
    if (fetched.ok || !fetched.diagnostics.some((problem) => problem.code === "AMA1410")) return fetched;
    // A crash or a full disk may have left the clone damaged; it is made anew, once.
    rmSync(this.#path, { recursive: true, force: true });
    return this.#fetched(branch);
  }

  async #fetched(branch: string | undefined): Promise<Result<LocalCommit>> {
    const created = await this.#create();
    if (created !== undefined) return failed(created);
    const listed = await this.#git(["ls-remote", "--symref", "--", this.#remote.url]);
    if (listed.status !== 0) return this.#withoutNetwork(branch, listed);
    const refs = parseRefs(listed.stdout.toString("utf8"));
    writeFileSync(this.#refsFile, listed.stdout);
    return this.#fetch(refs, branch);
  }

  async #fetch(refs: RemoteRefs, branch: string | undefined): Promise<Result<LocalCommit>> {
    const found = findRef(refs, branch);
    if (found !== undefined) {
      const commit = await this.#present(found);
      if (!commit.ok) return commit;
      return ok({ repository: this.#path, commit: commit.value, ...(found.branch && { branch: found.branch }) });
    }
    if (branch === undefined) return failed(noCommits(this.#remote.shown));
    if (!/^[0-9a-f]{4,64}$/i.test(branch)) return failed(noBranch(this.#remote.shown, branch, refs));
    const problem = await this.#fetchEverything();
    if (problem !== undefined) return failed(problem);
    return this.#byId(branch, refs);
  }

  /** The ref's commit, fetched where it is not here yet; a later one where the ref has moved since it was listed. */
  async #present(found: FoundRef): Promise<Result<string>> {
    if (await this.#has(found.commit)) return ok(found.commit);
    const problem = await this.#fetchTip(found.ref);
    if (problem !== undefined) return failed(problem);
    if (await this.#has(found.commit)) return ok(found.commit);
    const moved = await resolveCommit(this.#context, this.#path, `refs/ama/tip/${found.ref}`);
    if (moved !== undefined) return ok(moved);
    return failed(error("AMA1405", `${found.branch ?? found.ref} of ${this.#remote.shown} names no commit.`));
  }

  async #byId(id: string, refs: RemoteRefs): Promise<Result<LocalCommit>> {
    const commit = await resolveCommit(this.#context, this.#path, id);
    if (commit === undefined) return failed(noBranch(this.#remote.shown, id, refs));
    return ok({ repository: this.#path, commit });
  }

  /** What the last listing named, as far as it was fetched. */
  async #cached(branch: string | undefined): Promise<Result<LocalCommit>> {
    const refs = existsSync(this.#refsFile) ? parseRefs(readFileSync(this.#refsFile, "utf8")) : undefined;
    const found = refs === undefined ? undefined : findRef(refs, branch);
    if (found !== undefined && (await this.#has(found.commit)))
      return ok({ repository: this.#path, commit: found.commit, ...(found.branch && { branch: found.branch }) });
    if (refs !== undefined && branch !== undefined && found === undefined && /^[0-9a-f]{4,64}$/i.test(branch)) {
      const byId = await this.#byId(branch, refs);
      if (byId.ok) return byId;
    }
    const what = branch === undefined ? "The default branch" : `\`${branch}\``;
    return failed(
      error("AMA1409", `${what} of ${this.#remote.shown} is not in the cache, and AMA_OFFLINE is set.`, {
        hint: "Run it once without AMA_OFFLINE.",
      }),
    );
  }

  async #withoutNetwork(branch: string | undefined, outcome: GitOutcome): Promise<Result<LocalCommit>> {
    const problem = remoteFailure(this.#remote.shown, outcome);
    if (classifyRemoteFailure(outcome) !== "unreachable") return failed(problem);
    const cached = await this.#cached(branch);
    if (!cached.ok) return failed(problem);
    const stale = warning(
      "AMA1430",
      `${problem.message} Commit ${cached.value.commit.slice(0, 7)} is used, which was fetched before.`,
    );
    return ok(cached.value, [stale]);
  }

  async #create(): Promise<Diagnostic | undefined> {
    if (existsSync(join(this.#path, "HEAD"))) return undefined;
    const fresh = `${this.#path}.new`;
    rmSync(fresh, { recursive: true, force: true });
    mkdirSync(fresh, { recursive: true });
    const made = await git(this.#context, ["init", "--quiet", "--bare", "--template=", fresh], { in: fresh });
    if (made.status !== 0) return remoteFailure(this.#remote.shown, made);
    rmSync(this.#path, { recursive: true, force: true });
    renameSync(fresh, this.#path);
    return undefined;
  }

  /** One commit without its history, where the server can do that. */
  async #fetchTip(ref: string): Promise<Diagnostic | undefined> {
    this.#context.progress?.(`fetching ${this.#remote.shown}`);
    const spec = `+${ref}:refs/ama/tip/${ref}`;
    const shallow = await this.#git(["fetch", "--progress", "--no-tags", "--depth=1", "--", this.#remote.url, spec]);
    if (shallow.status === 0) return undefined;
    if (!/shallow/i.test(shallow.stderr)) return remoteFailure(this.#remote.shown, shallow);
    return this.#fetchEverything();
  }

  /** All branches and tags with their history: a commit named by its id may lie anywhere. */
  async #fetchEverything(): Promise<Diagnostic | undefined> {
    this.#context.progress?.(`fetching the history of ${this.#remote.shown}`);
    const deepen = existsSync(join(this.#path, "shallow")) ? ["--unshallow"] : [];
    const specs = ["+refs/heads/*:refs/ama/all/heads/*", "+refs/tags/*:refs/ama/all/tags/*"];
    const fetched = await this.#git(["fetch", "--progress", "--no-tags", ...deepen, "--", this.#remote.url, ...specs]);
    return fetched.status === 0 ? undefined : remoteFailure(this.#remote.shown, fetched);
  }

  async #has(commit: string): Promise<boolean> {
    if (!existsSync(join(this.#path, "HEAD"))) return false;
    return (await resolveCommit(this.#context, this.#path, commit)) !== undefined;
  }

  get #refsFile(): string {
    return join(this.#path, "ama-refs");
  }

  async #git(args: readonly string[]): Promise<GitOutcome> {
    const { settings, env } = authentication(this.#remote, this.#context);
    const all = [...settings, ...stalled, ...(await this.#sshSettings())];
    return git(this.#context, args, { in: this.#path, settings: all, env });
  }

  /** Where nobody can answer, ssh must not ask: it would wait for ever. What the user has set is kept. */
  async #sshSettings(): Promise<string[]> {
    const { env, interactive } = this.#context;
    if (interactive || /^(https?|file):/i.test(this.#remote.url) || env["GIT_SSH_COMMAND"] || env["GIT_SSH"]) return [];
    const own = await git(this.#context, ["config", "--get", "core.sshCommand"], { in: this.#path });
    const command = own.stdout.toString("utf8").trim() || "ssh";
    return [`core.sshCommand=${command} -o BatchMode=yes -o ConnectTimeout=30`];
  }
}

/** A server that sends nothing at all for two minutes is given up. */
const stalled = ["http.lowSpeedLimit=1", "http.lowSpeedTime=120"];

/** A URL's own credentials reach git by a helper that reads them from the environment: arguments are for all to see. */
function authentication(remote: Remote, context: GitContext): Required<Pick<GitCall, "settings" | "env">> {
  const quiet = context.interactive ? [] : ["credential.interactive=false"];
  if (remote.credentials === undefined) return { settings: quiet, env: {} };
  const helper =
    '!f() { test "$1" = get && printf "username=%s\\npassword=%s\\n" "$AMA_GIT_USERNAME" "$AMA_GIT_PASSWORD"; }; f';
  return {
    settings: [...quiet, "credential.helper=", `credential.helper=${helper}`],
    env: { AMA_GIT_USERNAME: remote.credentials.username, AMA_GIT_PASSWORD: remote.credentials.password },
  };
}

/** The full id of the commit that `name` means in a repository, undefined where it means none. */
export async function resolveCommit(
  context: GitContext,
  repository: string,
  name: string,
): Promise<string | undefined> {
  const found = await git(context, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${name}^{commit}`], {
    in: repository,
  });
  return found.status === 0 ? found.stdout.toString("utf8").trim().split("\n").at(-1) : undefined;
}

export function noCommits(shown: string): Diagnostic {
  return error("AMA1411", `${shown} has no commits yet.`, { hint: "Commit the job and push it." });
}

/** Names the branch or tag that was probably meant, or else some that there are. */
export function noBranch(shown: string, branch: string, refs: RemoteRefs): Diagnostic {
  const names = refs.named.map((ref) => ref.name);
  const meant = nearest(branch, names);
  const some = names.slice(0, 8).join(", ") + (names.length > 8 ? ` and ${names.length - 8} more` : "");
  const hint = meant === undefined ? `There are: ${some}.` : `Did you mean \`${meant}\`?`;
  return error("AMA1405", `${shown} has no branch, tag or commit \`${branch}\`.`, names.length === 0 ? {} : { hint });
}
