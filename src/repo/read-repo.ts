import { hasErrors } from "../model/diagnostic.ts";
import type { Environment } from "../model/environment.ts";
import type { Job } from "../model/job.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { checkAll } from "./check-environments.ts";
import { environmentNames } from "./environment/environment-paths.ts";
import { type EnvironmentOptions, parseEnvironment } from "./environment/parse-environment.ts";
import { parseJob } from "./job/parse-job.ts";
import type { JobOptions } from "./read-job.ts";
import { RepoFiles } from "./repo-files.ts";

export type RepoOptions = JobOptions &
  EnvironmentOptions & {
    /**
     * Checks the job's other environments too, as `ama validate` does. Without `env` none of them is meant: the first
     * is returned, and what only a run could know is not missed in it.
     */
    readonly allEnvironments?: boolean;
  };

/** Reads a job and one environment of it in one pass, so that the problems of both are reported together. */
export function readRepo(
  source: SourceFiles,
  descriptors: readonly RunnerDescriptor[],
  options: RepoOptions,
): Result<{ readonly job: Job; readonly environment: Environment }> {
  const files = new RepoFiles(source, options.strict);
  const job = parseJob(files, descriptors, options.folder ?? "");
  const environment = job && readOne(files, job, options);
  const diagnostics = files.problems.all();
  if (job === undefined || environment === undefined || hasErrors(diagnostics)) return failed(...diagnostics);
  return ok({ job, environment }, diagnostics);
}

function readOne(files: RepoFiles, job: Job, options: RepoOptions): Environment | undefined {
  if (!options.allEnvironments) return parseEnvironment(files, job, options);
  const lenient = options.env === undefined;
  const [first] = environmentNames(job, files);
  const environment = parseEnvironment(files, job, { ...options, env: options.env ?? first }, lenient);
  checkAll(files, job, environment);
  return environment;
}
