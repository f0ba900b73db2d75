import type { Diagnostic } from "../model/diagnostic.ts";
import type { Environment } from "../model/environment.ts";
import type { Job } from "../model/job.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { environmentNames } from "./environment/environment-paths.ts";
import { parseEnvironment } from "./environment/parse-environment.ts";
import { RepoFiles } from "./repo-files.ts";
import { sparkVersions } from "./rules/spark-versions.ts";

/**
 * Checks all environments of a job, as `ama validate` does. What only the process of a run could know, such as its
 * variables and required parameters, is not missed: production's are not set on a laptop.
 */
export function checkEnvironments(
  source: SourceFiles,
  job: Job,
  options: { readonly strict?: boolean } = {},
): readonly Diagnostic[] {
  const files = new RepoFiles(source, options.strict);
  checkAll(files, job, undefined);
  return files.problems.all();
}

/** Like `checkEnvironments`, in a reading that has begun; `known` has been read and reported already. */
export function checkAll(files: RepoFiles, job: Job, known: Environment | undefined): void {
  const others = environmentNames(job, files).filter((env) => env !== known?.name);
  const environments = others.flatMap((env) => parseEnvironment(files, job, { env, processEnv: {} }, true) ?? []);
  sparkVersions([...(known === undefined ? [] : [known]), ...environments], files.problems);
}
