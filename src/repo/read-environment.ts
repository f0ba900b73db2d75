import { hasErrors } from "../model/diagnostic.ts";
import type { Environment } from "../model/environment.ts";
import type { Job } from "../model/job.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { type EnvironmentOptions, parseEnvironment } from "./environment/parse-environment.ts";
import { RepoFiles } from "./repo-files.ts";

/** Reads one environment of a job: layered, overridden, its references and the actions' resolved, no secret looked up. */
export function readEnvironment(
  source: SourceFiles,
  job: Job,
  options: EnvironmentOptions & { readonly strict?: boolean },
): Result<Environment> {
  const files = new RepoFiles(source, options.strict);
  const environment = parseEnvironment(files, job, options);
  const diagnostics = files.problems.all();
  return environment === undefined || hasErrors(diagnostics) ? failed(...diagnostics) : ok(environment, diagnostics);
}
