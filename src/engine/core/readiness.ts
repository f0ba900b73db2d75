import type { PlannedAction } from "../../model/plan.ts";
import type { RunPart } from "./plan-index.ts";
import { isCancelled, isSettled, stateOf, unexecuted, type View } from "./view.ts";

/** Whether a waiting action has nothing left to wait for but its host and inputs. */
export function isDue(view: View, action: PlannedAction): boolean {
  if (isCancelled(view, action.id)) return false;
  const { role } = action;
  switch (role.is) {
    case "flow":
      return action.after.every((edge) => isSettled(stateOf(view, edge.action)));
    case "error":
      return stateOf(view, role.of).is === "handling";
    case "job-error":
      return areSettled(view, "flow") && hasFailure(view);
    case "finally":
      return areSettled(view, "flow") && areSettled(view, "job-error");
  }
}

/** Whether all of one part of the run has ended, error actions included, and nothing of it is just made again. */
export function areSettled(view: View, part: RunPart): boolean {
  return !view.actionsIn(...unexecuted).some(({ id }) => view.index.partOf.get(id) === part);
}

/** Whether the job's `error` has a reason to run. */
export function hasFailure(view: View): boolean {
  return view.plan.actions.some((action) => action.role.is === "flow" && isFailure(view, action));
}

function isFailure(view: View, action: PlannedAction): boolean {
  const state = stateOf(view, action.id);
  return state.is === "failed" || (state.is === "skipped" && state.because.is === "host-failed");
}
