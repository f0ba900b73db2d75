import type { SkipReason } from "../../../model/event.ts";
import type { PlannedAction } from "../../../model/plan.ts";
import { hasFailedForGood, hostError } from "../host-failures.ts";
import { areSettled, hasFailure, isDue } from "../readiness.ts";
import { type Command, failFastBy, hasSucceeded, isCancelled, isSettled, stateOf, type View } from "../view.ts";
import { failure } from "./decide-failures.ts";

/** Actions that will not run, each with the reason; and those whose host cannot be had. */
export function skipActions(view: View): readonly Command[] {
  const failedFirst = failFastBy(view);
  return view.actionsIn("ready", "waiting").flatMap((action): Command[] => {
    const state = stateOf(view, action.id);
    if (state.is === "ready") return withoutHost(view, action);
    if (state.is !== "waiting") return [];
    const because = reasonToSkip(view, action, failedFirst);
    return because === undefined ? [] : [{ type: "action.skipped", action: action.id, because }];
  });
}

function withoutHost(view: View, action: PlannedAction): Command[] {
  return hasFailedForGood(view, action.host) ? [failure(view, action, hostError(view, action.host))] : [];
}

function reasonToSkip(view: View, action: PlannedAction, failedFirst: string | undefined): SkipReason | undefined {
  if (isCancelled(view, action.id) && mayBeJudged(view, action)) return { is: "cancelled" };
  const reason = reasonOfRole(view, action, failedFirst);
  if (reason !== undefined) return reason;
  if (!isDue(view, action)) return undefined;
  return hasFailedForGood(view, action.host) ? { is: "host-failed", host: action.host } : undefined;
}

/** An error action is judged when its parent's fate is known, so that it says "not needed" rather than "cancelled". */
function mayBeJudged(view: View, action: PlannedAction): boolean {
  if (action.role.is !== "error") return true;
  return stateOf(view, action.role.of).is === "handling";
}

function reasonOfRole(view: View, action: PlannedAction, failedFirst: string | undefined): SkipReason | undefined {
  const { role } = action;
  switch (role.is) {
    case "flow":
      return failedFirst === undefined ? reasonOfInputs(view, action) : { is: "failed", action: failedFirst };
    case "error":
      return isSettled(stateOf(view, role.of)) ? { is: "not-needed", why: `${role.of} did not fail` } : undefined;
    case "job-error":
      return areSettled(view, "flow") && !hasFailure(view) ? { is: "not-needed", why: "nothing failed" } : undefined;
    case "finally":
      return undefined;
  }
}

function reasonOfInputs(view: View, action: PlannedAction): SkipReason | undefined {
  for (const edge of action.after) {
    const state = stateOf(view, edge.action);
    if (state.is === "failed") return { is: "failed", action: edge.action };
    if (state.is === "cancelled") return { is: "cancelled" };
    if (state.is === "skipped" && stopsWhatFollows(state.because)) return state.because;
  }
  return reasonOfReads(view, action);
}

function stopsWhatFollows(because: SkipReason): boolean {
  return because.is !== "not-selected" && because.is !== "not-needed";
}

/** A dataset that nobody will publish any more: its producer was handled, or is not part of this run. */
function reasonOfReads(view: View, action: PlannedAction): SkipReason | undefined {
  const missing = action.reads.find((read) => {
    const state = stateOf(view, read.action);
    return isSettled(state) && !hasSucceeded(state);
  });
  return missing === undefined ? undefined : { is: "dataset-missing", action: missing.action, name: missing.name };
}
