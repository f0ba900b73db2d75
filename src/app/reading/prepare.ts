import { type AnalysableSource, analyse } from "../../analysis/analyse.ts";
import type { Analysis } from "../../model/analysis.ts";
import { type Diagnostic, hasErrors } from "../../model/diagnostic.ts";
import type { Environment } from "../../model/environment.ts";
import { everyAction } from "../../model/every-action.ts";
import type { Folders } from "../../model/folders.ts";
import type { Action, ActionId, Job } from "../../model/job.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { isOffline } from "../../model/offline.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import type { CheckedEnvironment } from "../../repo/environment-schema/check-environment-schema.ts";
import { type Checkout, openRepo } from "../../repo/git-open-repo.ts";
import { withLock } from "../../toolchain/lock.ts";
import type { AppHost } from "../app-host.ts";
import { digestOf } from "../../model/digest.ts";
import { fetchSources } from "./fetch-sources.ts";
import type { JobOptions } from "../job-options.ts";
import { type KnownRunners, knownRunners } from "./known-runners.ts";
import { withSourceLines } from "./with-source-lines.ts";
import { progressLine } from "../progress/progress-line.ts";

/** A job as it was found: read, checked and analysed, with the remarks that came up. Nothing has been started for it. */
export interface Prepared extends KnownRunners {
  readonly checkout: Checkout;
  readonly job: Job;
  readonly environment: Environment;
  readonly analyses: ReadonlyMap<ActionId, Analysis>;
  /** SHA-256 of each action's source file. */
  readonly digests: ReadonlyMap<ActionId, string>;
}

/** Opens the repo that is meant: the sources are fixed from here on. */
export async function openCheckout(
  options: JobOptions,
  folders: Folders,
  host: AppHost,
  signal?: AbortSignal,
): Promise<Result<Checkout>> {
  const line = progressLine({ ...host, quiet: true });
  const opened = await openRepo({
    ...(options.repo === undefined ? {} : { repo: options.repo }),
    ...(options.branch === undefined ? {} : { branch: options.branch }),
    ...(options.job === undefined ? {} : { job: options.job }),
    cwd: host.cwd,
    cacheDir: folders.cache,
    storeDir: `${folders.state}/sources`,
    env: host.env,
    offline: isOffline(host.env),
    interactive: host.interactive,
    exclusively: withLock,
    progress: line.now,
    ...(signal === undefined ? {} : { signal }),
  });
  line.end();
  return opened;
}

/** Reads and analyses the job of a checkout in one environment. */
export async function prepare(
  checkout: Checkout,
  options: JobOptions,
  folders: Folders,
  host: AppHost,
): Promise<Result<Prepared>> {
  const { readRepo } = await import("../../repo/read-repo.ts");
  const runners = await knownRunners(checkout, folders, host, {
    online: !isOffline(host.env),
    update: options.update ?? false,
  });
  if (!runners.ok) return runners;
  const { descriptors, plugins } = runners.value;
  const read = readRepo(checkout.tree, descriptors, repoOptions(options, folders, host));
  if (!read.ok) return read;
  const bySchema = await checkBySchema(checkout, read.value.job, [{ ...read.value, lenient: false }]);
  if (hasErrors(bySchema)) return failed(...read.diagnostics, ...bySchema);
  const fetching = { online: !isOffline(host.env), needed: true };
  const fetched = withSourceLines(
    await fetchSources({ job: read.value.job, checkout }, folders, host, fetching),
    checkout.tree,
  );
  const diagnostics = [...runners.diagnostics, ...read.diagnostics, ...bySchema, ...fetched.diagnostics];
  if (!fetched.ok) return failed(...diagnostics);
  const { environment } = read.value;
  const analysed = await analyseActions(fetched.value, descriptors, folders);
  return ok({ ...fetched.value, environment, descriptors, plugins, ...analysed }, diagnostics);
}

/**
 * Reads the job and all its environments. `prepared` is the job in the environment that is asked for, else in the first
 * one, where that could be read.
 */
export async function prepareEvery(
  checkout: Checkout,
  options: JobOptions,
  folders: Folders,
  host: AppHost,
): Promise<{ readonly prepared?: Prepared; readonly diagnostics: readonly Diagnostic[] }> {
  const { checkRepo } = await import("../../repo/check-repo.ts");
  const runners = await knownRunners(checkout, folders, host, { online: false, update: false });
  if (!runners.ok) return runners;
  const { descriptors, plugins } = runners.value;
  const { read, all, ...found } = checkRepo(checkout.tree, descriptors, repoOptions(options, folders, host));
  const bySchema = all === undefined ? [] : await checkBySchema(checkout, all.job, all.environments);
  const diagnostics = [...runners.diagnostics, ...found.diagnostics, ...bySchema];
  if (read === undefined) return { diagnostics };
  const fetched = await fetchSources({ job: read.job, checkout }, folders, host, { online: false, needed: false });
  if (!fetched.ok) return { diagnostics: [...diagnostics, ...fetched.diagnostics] };
  const analysed = await analyseActions(fetched.value, descriptors, folders);
  return { prepared: { ...read, ...fetched.value, descriptors, plugins, ...analysed }, diagnostics };
}

async function checkBySchema({ tree }: Checkout, job: Job, environments: readonly CheckedEnvironment[]) {
  const { hasEnvironmentSchema } = await import("../../repo/environment-schema/schema-path.ts");
  if (!hasEnvironmentSchema(tree, job)) return [];
  const { checkEnvironmentSchema } = await import("../../repo/environment-schema/check-environment-schema.ts");
  return checkEnvironmentSchema(tree, job, environments);
}

function repoOptions({ env, set, param, strict }: JobOptions, folders: Folders, host: AppHost) {
  const defaultWorkingDir = `${folders.state}/work`;
  return { ...(env === undefined ? {} : { env }), set, params: param, processEnv: host.env, strict, defaultWorkingDir };
}

async function analyseActions(
  { job, checkout }: Pick<Prepared, "job" | "checkout">,
  descriptors: readonly RunnerDescriptor[],
  folders: Folders,
) {
  const actions = everyAction(job);
  const languages = new Map(descriptors.map(({ type, language }) => [type, language]));
  const sources = actions.map((action) => sourceOf(action, checkout.tree, languages.get(action.type.value)));
  const store = { directory: `${folders.cache}/analysis`, scope: checkout.origin.repo };
  const found = await analyse(
    sources.map((source) => source.analysable),
    store,
  );
  const analyses = new Map(actions.flatMap(({ id }, i) => (found[i] === undefined ? [] : [[id, found[i]] as const])));
  const digests = actions.map(({ id }, i) => [id, sources[i]?.digest] as const);
  return {
    analyses,
    digests: new Map(digests.flatMap(([id, digest]) => (digest === undefined ? [] : [[id, digest] as const]))),
  };
}

/** What the analysis is to read of an action, and the digest of its file. */
function sourceOf(
  { source }: Action,
  files: SourceFiles,
  language: RunnerDescriptor["language"],
): { analysable: AnalysableSource; digest?: string } {
  if (source.kind === "url") return { analysable: { file: source.url } };
  if (source.kind === "artifact") return { analysable: { file: source.mainClass } };
  const bytes = files.read(source.path);
  if (bytes === undefined) return { analysable: { file: source.path } };
  const digest = digestOf(bytes);
  if (source.kind === "jar") return { analysable: { file: source.path }, digest };
  const text = new TextDecoder().decode(bytes);
  return { analysable: { file: source.path, ...(language === undefined ? {} : { language }), text }, digest };
}
