import { everyAction } from "../../model/every-action.ts";
import type { ActionId } from "../../model/job.ts";
import type { Plan } from "../../model/plan.ts";
import type { Prepared } from "../reading/prepare.ts";
import { pythonNeeds } from "./python-needs.ts";
import { rNeeds } from "./r-needs.ts";

/** What has to be there before actions can run. */
export interface Needs {
  readonly spark: boolean;
  readonly python: boolean;
  readonly r: boolean;
}

/** Of the actions that a plan runs. */
export function needsOfPlan(plan: Plan, prepared: Prepared): Needs {
  const run = plan.actions.filter(({ execution }) => execution.is === "run");
  return needsOf(new Map(run.map(({ id, type }) => [id, type])), prepared);
}

/** Of every action of a job. */
export function needsOfJob(prepared: Prepared): Needs {
  return needsOf(new Map(everyAction(prepared.job).map(({ id, type }) => [id, type.value])), prepared);
}

function needsOf(actions: ReadonlyMap<ActionId, string>, prepared: Prepared): Needs {
  const onSpark = new Set(prepared.descriptors.filter(({ host }) => host === "spark").map(({ type }) => type));
  return {
    spark: [...actions.values()].some((type) => onSpark.has(type)),
    python: pythonNeeds(prepared).some(({ action }) => actions.has(action.id)),
    r: rNeeds(prepared).some(({ action }) => actions.has(action.id)),
  };
}
