import type { Analysis } from "../model/analysis.ts";
import type { Environment } from "../model/environment.ts";
import type { ActionId, Job } from "../model/job.ts";
import type { InstalledDependencies } from "../model/plan.ts";
import type { PublishedDataset } from "../model/published-dataset.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";

/** All that a plan is made of. */
export interface PlanInput {
  readonly job: Job;
  readonly environment: Environment;
  /** Of every action, error actions and the job's own included; one that is missing may read and define anything. */
  readonly analyses: ReadonlyMap<ActionId, Analysis>;
  /** SHA-256 of each action's source or jar; an artifact has none, its version and the locks decide. */
  readonly sources: ReadonlyMap<ActionId, string>;
  /** Lock files, and all else that decides results beside sources and settings (`src/lib`, site files): name to digest. */
  readonly locks: Readonly<Record<string, string>>;
  readonly descriptors: readonly RunnerDescriptor[];
  readonly selection: Selection;
  readonly options: PlanOptions;
}

/** Which part of the job runs. `inputs` is the run whose persisted datasets stand in for producers that do not run. */
export type Selection =
  | { readonly is: "all" }
  | { readonly is: "only"; readonly actions: readonly string[]; readonly inputs?: EarlierRun }
  | { readonly is: "from"; readonly action: string; readonly inputs?: EarlierRun }
  | { readonly is: "resume"; readonly earlier: EarlierRun };

/** What is left of an earlier run: its actions that succeeded. */
export interface EarlierRun {
  /** As the user knows it: `41`. */
  readonly run: string;
  readonly actions: Readonly<Record<ActionId, EarlierResult>>;
  readonly installed?: InstalledDependencies;
}

export interface EarlierResult {
  readonly fingerprint: string;
  /** Those that lie in files. */
  readonly datasets: readonly PublishedDataset[];
  /** Names of those that were handed over by reference only. */
  readonly gone?: readonly string[];
}

export interface PlanOptions {
  readonly failFast: boolean;
  /** Persist every dataset. */
  readonly keep: boolean;
  /** An absolute folder: what local paths without a scheme are relative to. */
  readonly baseDirectory: string;
  /** How many processors this machine has, for `local[*]`. */
  readonly cores: number;
}
