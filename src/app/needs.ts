import { runnerDescriptors } from "../frameworks/runner-descriptors.ts";
import { everyAction } from "../model/every-action.ts";
import type { Job } from "../model/job.ts";
import type { Plan } from "../model/plan.ts";

/** What has to be there before actions can run. */
export interface Needs {
  readonly spark: boolean;
  /** Whether something runs in a Python worker. */
  readonly python: boolean;
}

/** Types that run in Python workers; plain R reads datasets with the help of one, where it reads any. */
const inPython: ReadonlySet<string> = new Set(["python", "duckdb", "spark-python", "spark-r"]);

/** Of the actions that a plan runs. */
export function needsOfPlan(plan: Plan): Needs {
  return needsOf(plan.actions.filter(({ execution }) => execution.is === "run").map(({ type }) => type));
}

/** Of every action of a job. */
export function needsOfJob(job: Job): Needs {
  return needsOf(everyAction(job).map(({ type }) => type.value));
}

function needsOf(types: readonly string[]): Needs {
  const descriptors = runnerDescriptors.filter(({ type }) => types.includes(type));
  return {
    spark: descriptors.some(({ host }) => host === "spark"),
    python: types.some((type) => inPython.has(type)),
  };
}
