import type { Job } from "../model/job.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { environmentNames } from "./environment/environment-paths.ts";
import { RepoFiles } from "./repo-files.ts";

/** The names of a job's environments, sorted; none of their files is read. */
export function listEnvironments(source: SourceFiles, job: Job): readonly string[] {
  return environmentNames(job, new RepoFiles(source));
}
