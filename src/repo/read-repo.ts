import { hasErrors } from "../model/diagnostic.ts";
import type { Environment } from "../model/environment.ts";
import type { Job } from "../model/job.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { type EnvironmentOptions, parseEnvironment } from "./environment/parse-environment.ts";
import { parseJob } from "./job/parse-job.ts";
import type { JobOptions } from "./read-job.ts";
import { RepoFiles } from "./repo-files.ts";

export type RepoOptions = JobOptions & EnvironmentOptions;

/** Reads a job and one environment of it in one pass, so that the problems of both are reported together. */
export function readRepo(
  source: SourceFiles,
  descriptors: readonly RunnerDescriptor[],
  options: RepoOptions,
): Result<{ readonly job: Job; readonly environment: Environment }> {
  const files = new RepoFiles(source, options.strict);
  const job = parseJob(files, descriptors, options.folder ?? "");
  const environment = job && parseEnvironment(files, job, options);
  const diagnostics = files.problems.all();
  if (job === undefined || environment === undefined || hasErrors(diagnostics)) return failed(...diagnostics);
  return ok({ job, environment }, diagnostics);
}
