import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join, posix } from "node:path";
import { digestOfFiles } from "../../deps/runners/folder-digest.ts";
import { fetchNpmRunner, packageOf } from "../../deps/runners/npm-runner.ts";
import { type LockedRunner, readRunnersLock, writeRunnersLock } from "../../deps/runners/runners-lock.ts";
import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Location } from "../../model/location.ts";
import type { Folders } from "../../model/folders.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { DeclaredRunner } from "../../model/job.ts";
import type { RunnerPlugin } from "../../model/runner-plugin.ts";
import type { Checkout } from "../../repo/git-open-repo.ts";
import { readRunnerManifest } from "../../repo/runner-manifest.ts";
import { exportSourceTree, type SourceTree } from "../../repo/source-tree.ts";
import { withLock } from "../../toolchain/lock.ts";
import type { AppHost } from "../app-host.ts";
import { digestOf } from "../../model/digest.ts";

export const manifestName = "runner.yml";

/** A runner's files on this machine's disk, before its manifest is read. */
interface PlacedRunner {
  readonly folder: string;
  readonly sha256: string;
  /** The package's version or the commit; none of a folder of the repo, which is a part of the job. */
  readonly version?: string;
}

export interface RunnerFetching {
  /** Whether what is missing may be fetched. */
  readonly online: boolean;
  /** Whether what is locked may change. */
  readonly update: boolean;
}

/** Brings the runners that a job declares onto this machine's disk, as its lock says, and reads what they say of themselves. */
export async function openRunners(
  declared: readonly DeclaredRunner[],
  checkout: Checkout,
  folders: Folders,
  host: AppHost,
  fetching: RunnerFetching,
): Promise<Result<readonly RunnerPlugin[]>> {
  if (declared.length === 0) return ok([]);
  const lockFile = join(checkout.baseDir, "deps/runners.lock");
  const locked = await readRunnersLock(lockFile);
  if (typeof locked === "string") return failed(unusableLock(locked));
  const diagnostics: Diagnostic[] = [];
  const plugins: RunnerPlugin[] = [];
  const locks: LockedRunner[] = [];
  for (const runner of declared) {
    const before = fetching.update ? undefined : locked.find((one) => isLockOf(one, runner));
    const placed = await place(exactly(runner, before), checkout, folders, host, fetching);
    const plugin = placed.ok ? opened(runner, placed.value) : placed;
    diagnostics.push(...placed.diagnostics, ...(placed.ok ? plugin.diagnostics : []));
    if (!placed.ok || !plugin.ok) continue;
    const lock = lockOf(runner, placed.value);
    if (lock && before && before.sha256 !== lock.sha256) diagnostics.push(changed(runner, before, lock));
    if (lock) locks.push(lock);
    plugins.push(plugin.value);
  }
  if (plugins.length < declared.length || diagnostics.some(({ severity }) => severity === "error")) {
    return { ok: false, diagnostics };
  }
  if (checkout.isWorkingTree && JSON.stringify(locks) !== JSON.stringify(locked))
    await writeRunnersLock(lockFile, locks);
  return ok(plugins, diagnostics);
}

async function place(
  { from }: DeclaredRunner,
  checkout: Checkout,
  folders: Folders,
  host: AppHost,
  { online }: RunnerFetching,
): Promise<Result<PlacedRunner>> {
  const { value: origin, at } = from;
  const cache = join(folders.cache, "runners");
  switch (origin.is) {
    case "folder":
      if (checkout.tree.kind(origin.path) === "folder") return ok(await placeTree(checkout.tree, origin.path, cache));
      return failed(
        error("AMA1584", `There is no folder \`${origin.path}\` in the repo.`, {
          at,
          hint: "Name the folder that the runner's runner.yml lies in, from the job's folder.",
        }),
      );
    case "npm": {
      const { runProcess } = await import("../../toolchain/run-process.ts");
      const npm = (args: readonly string[], cwd: string) => runProcess("npm", args, { cwd, env: { ...host.env } });
      const store = join(cache, "npm", digestOf(origin.spec));
      if (!online && !existsSync(store)) return failed(notFetched(`npm:${origin.spec}`, at));
      return fetchNpmRunner(store, origin.spec, at, npm);
    }
    case "git": {
      const { openGitFolder } = await import("../../repo/git-open-folder.ts");
      const found = await openGitFolder({
        repo: origin.repo,
        ...(origin.ref === undefined ? {} : { ref: origin.ref }),
        cwd: checkout.baseDir,
        cacheDir: folders.cache,
        storeDir: `${folders.state}/sources`,
        context: { env: host.env, offline: !online, interactive: host.interactive, exclusively: withLock },
      });
      if (!found.ok) return online ? found : failed(notFetched(`git:${origin.repo}`, at));
      return ok({ ...(await placeTree(found.value.tree, "", cache)), version: found.value.commit }, found.diagnostics);
    }
  }
}

function unusableLock(why: string): Diagnostic {
  return error("AMA1583", `deps/runners.lock cannot be used: ${why}.`, {
    hint: "Restore it from git; or delete it, and `ama deps` locks the runners as they are now.",
  });
}

function notFetched(from: string, at: Location): Diagnostic {
  return error("AMA1580", `The runner ${from} has not been fetched yet.`, {
    at,
    hint: "`ama deps` fetches it, with the network on.",
  });
}

/** Makes real files of a folder of a source tree, once per content. */
async function placeTree(tree: SourceTree, path: string, cache: string): Promise<PlacedRunner> {
  const paths = tree.list(path);
  const wanted = new Set(paths);
  const below = (file: string) => posix.relative(path, file);
  const files = tree.files.filter((file) => wanted.has(file.path));
  const sha256 = digestOfFiles(
    files.map((file) => ({ path: below(file.path), content: `${file.mode} ${file.sha256}` })),
  );
  const folder = join(cache, "trees", sha256);
  if (!existsSync(folder)) {
    const work = `${folder}.${process.pid}`;
    exportSourceTree(tree, work, paths);
    await mkdir(dirname(folder), { recursive: true });
    await rename(join(work, path), folder).catch((problem: unknown) => {
      if (!existsSync(folder)) throw problem;
    });
    await rm(work, { recursive: true, force: true });
  }
  return { folder, sha256 };
}

/** The runner by its manifest. */
function opened({ name, from }: DeclaredRunner, { folder, sha256 }: PlacedRunner): Result<RunnerPlugin> {
  const file = join(folder, manifestName);
  if (!existsSync(file)) {
    const message = `The runner ${name.value} has no ${manifestName}.`;
    return failed(
      error("AMA1584", message, { at: from.at, hint: "It says which types the runner has, and how it is started." }),
    );
  }
  const shown = from.value.is === "folder" ? from.value.path : name.value;
  const manifest = readRunnerManifest(`${shown}/${manifestName}`, readFileSync(file));
  return manifest.ok ? ok({ manifest: manifest.value, folder, sha256 }, manifest.diagnostics) : manifest;
}

/** What the lock is to hold; nothing for a folder of the repo. */
function lockOf(runner: DeclaredRunner, { version, sha256 }: PlacedRunner): LockedRunner | undefined {
  const from = textOf(runner);
  return from === undefined || version === undefined ? undefined : { name: runner.name.value, from, version, sha256 };
}

function isLockOf(lock: LockedRunner, runner: DeclaredRunner): boolean {
  return lock.name === runner.name.value && lock.from === textOf(runner);
}

function textOf({ from: { value } }: DeclaredRunner): string | undefined {
  if (value.is === "folder") return undefined;
  if (value.is === "npm") return `npm:${value.spec}`;
  return `git:${value.repo}${value.ref === undefined ? "" : `#${value.ref}`}`;
}

/** The runner as it was locked: the very version or commit. */
function exactly(runner: DeclaredRunner, lock: LockedRunner | undefined): DeclaredRunner {
  const { value, at } = runner.from;
  if (lock === undefined || value.is === "folder") return runner;
  const exact =
    value.is === "npm"
      ? { is: value.is, spec: `${packageOf(value.spec)}@${lock.version}` }
      : { is: value.is, repo: value.repo, ref: lock.version };
  return { ...runner, from: { value: exact, at } };
}

function changed({ name, from }: DeclaredRunner, before: LockedRunner, now: LockedRunner): Diagnostic {
  const message = `The runner ${name.value} is not the one that deps/runners.lock fixes: version ${now.version}, not ${before.version}.`;
  const hint = "`ama deps --update` takes it as it is now; look at what has changed first.";
  return error("AMA1582", message, { at: from.at, hint });
}
