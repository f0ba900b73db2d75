import type { Job } from "../../model/job.ts";
import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";
import type { FoundActions } from "../job/read-action.ts";
import type { RepoFiles } from "../repo-files.ts";

/** Checks one thing of a job; what is wrong goes to the files' problems. */
export type JobRule = (job: Job, context: RuleContext) => void;

export interface RuleContext {
  readonly files: RepoFiles;
  readonly descriptors: readonly RunnerDescriptor[];
  /** The job's folder with a `/` at its end, or nothing. */
  readonly folder: string;
  /** The names in the flow, also of actions that could not be read and so are not in the job. */
  readonly flowNames: ReadonlySet<string>;
  readonly found: FoundActions;
}
