import { type Diagnostic, hasErrors } from "../model/diagnostic.ts";
import type { Environment } from "../model/environment.ts";
import type { Job } from "../model/job.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { environmentNames } from "./environment/environment-paths.ts";
import type { CheckedEnvironment } from "./environment-schema/check-environment-schema.ts";
import { parseEnvironment } from "./environment/parse-environment.ts";
import { parseJob } from "./job/parse-job.ts";
import type { RepoOptions } from "./read-repo.ts";
import { RepoFiles } from "./repo-files.ts";
import { sparkVersions } from "./rules/spark-versions.ts";

/** What a check of a whole repo found. */
export interface RepoCheck {
  readonly diagnostics: readonly Diagnostic[];
  /** The job in the environment that is meant, where both are free of errors. */
  readonly read?: { readonly job: Job; readonly environment: Environment };
  /** All that could be read, also where there are errors. */
  readonly all?: { readonly job: Job; readonly environments: readonly CheckedEnvironment[] };
}

/**
 * Checks a job and all its environments in one pass, as `ama validate` does. Where `env` names none, the default one
 * or else the first is returned. In environments that are not asked for by name, what only the process of a run could
 * know, such as variables and required parameters, is not missed: production's are not set on a laptop.
 */
export function checkRepo(
  source: SourceFiles,
  descriptors: readonly RunnerDescriptor[],
  options: RepoOptions,
): RepoCheck {
  const files = new RepoFiles(source, options.strict);
  const job = parseJob(files, descriptors, options.folder ?? "");
  if (job === undefined) return { diagnostics: files.problems.all() };
  const names = environmentNames(job, files);
  const meant = options.env ?? (names.includes("default") ? "default" : names[0]);
  const isAsked = options.env !== undefined;
  const environment = parseEnvironment(files, job, { ...options, env: meant }, !isAsked);
  const valid = !hasErrors(files.problems.all());
  const others = names
    .filter((env) => env !== meant)
    .flatMap((env) => parseEnvironment(files, job, { env, processEnv: {} }, true) ?? []);
  const environments = [
    ...(environment === undefined ? [] : [{ environment, lenient: !isAsked }]),
    ...others.map((other) => ({ environment: other, lenient: true })),
  ];
  sparkVersions(
    environments.map((one) => one.environment),
    files.problems,
  );
  const found = { diagnostics: files.problems.all(), all: { job, environments } };
  return valid && environment !== undefined ? { ...found, read: { job, environment } } : found;
}
