import { hasErrors } from "../model/diagnostic.ts";
import type { Job } from "../model/job.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { parseJob } from "./job/parse-job.ts";
import { RepoFiles } from "./repo-files.ts";

export interface JobOptions {
  /** The job's folder in the repo (`jobs/orders`); the root by default. */
  readonly folder?: string;
  /** Unknown keys are errors. */
  readonly strict?: boolean;
}

/** Reads maki.yml. Every problem in it is reported, not only the first; nothing is resolved yet. */
export function readJob(
  source: SourceFiles,
  descriptors: readonly RunnerDescriptor[],
  options: JobOptions = {},
): Result<Job> {
  const files = new RepoFiles(source, options.strict);
  const job = parseJob(files, descriptors, options.folder ?? "");
  const diagnostics = files.problems.all();
  return job === undefined || hasErrors(diagnostics) ? failed(...diagnostics) : ok(job, diagnostics);
}
