import { everyAction } from "../model/every-action.ts";
import type { Plan } from "../model/plan.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { Prepared } from "./prepare.ts";

/** What has to be there before actions can run. */
export interface Needs {
  readonly spark: boolean;
  /** Whether something runs in a Python worker. */
  readonly python: boolean;
}

/** Types that run in Python workers; plain R reads datasets with the help of one, where it reads any. */
const inPython: ReadonlySet<string> = new Set(["python", "duckdb", "spark-python", "spark-r"]);

/** Of the actions that a plan runs. */
export function needsOfPlan(plan: Plan, { descriptors }: Prepared): Needs {
  return needsOf(
    descriptors,
    plan.actions.filter(({ execution }) => execution.is === "run").map(({ type }) => type),
  );
}

/** Of every action of a job. */
export function needsOfJob({ job, descriptors }: Prepared): Needs {
  return needsOf(
    descriptors,
    everyAction(job).map(({ type }) => type.value),
  );
}

function needsOf(all: readonly RunnerDescriptor[], types: readonly string[]): Needs {
  const descriptors = all.filter(({ type }) => types.includes(type));
  return {
    spark: descriptors.some(({ host }) => host === "spark"),
    python: types.some((type) => inPython.has(type)),
  };
}
