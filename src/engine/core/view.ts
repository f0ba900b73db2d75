import type { AttemptId, EventBody } from "../../model/event.ts";
import type { ActionId } from "../../model/job.ts";
import type { Plan, PlannedAction, PlannedHostId } from "../../model/plan.ts";
import type { ActionState, AttemptState, HostState, RunState } from "../../model/run-state.ts";
import { isGone } from "./fold-host.ts";
import { indexOf, type PlanIndex } from "./plan-index.ts";

/** What a rule sees. Every rule is a pure function of it. */
export interface View {
  readonly plan: Plan;
  readonly index: PlanIndex;
  readonly state: RunState;
  readonly now: number;
  /** The actions that are in one of these states; of one state in the order of the plan. */
  actionsIn(...states: readonly ActionState["is"][]): readonly PlannedAction[];
}

export function viewOf(plan: Plan, state: RunState, now: number): View {
  let byState: ReadonlyMap<ActionState["is"], readonly PlannedAction[]> | undefined;
  const view: View = {
    plan,
    index: indexOf(plan),
    state,
    now,
    actionsIn(...states) {
      byState ??= Map.groupBy(plan.actions, ({ id }) => stateOf(view, id).is);
      return states.length === 1
        ? (byState.get(states[0] ?? "waiting") ?? [])
        : states.flatMap((is) => byState?.get(is) ?? []);
    },
  };
  return view;
}

/** An event to append: an intent, whose deed follows when it is durable, or a decision. */
export type Command = Extract<
  EventBody,
  {
    type:
      | "host.requested"
      | "host.end-requested"
      | "host.lost"
      | "attempt.requested"
      | "attempt.ended"
      | "cancel.requested"
      | "timer.set"
      | "action.failed"
      | "action.handled"
      | "action.cancelled"
      | "action.skipped"
      | "dataset.released"
      | "run.ended";
  }
>;

export type Rule = (view: View) => readonly Command[];

export function stateOf(view: View, action: ActionId): ActionState {
  const progress = view.state.actions.get(action);
  if (progress === undefined) throw new Error(`the plan names ${action}, which it does not have`);
  return progress.state;
}

/** The states in which something is still to come of an action. */
export const unsettled: readonly ActionState["is"][] = [
  "waiting",
  "ready",
  "starting",
  "running",
  "failing",
  "retrying",
  "cancelling",
  "handling",
];

/** The states in which an action is still to be executed, were it only to make its datasets again. */
export const unexecuted: readonly ActionState["is"][] = [...unsettled, "remaking"];

/** Nothing more will come of it by itself. */
export function isSettled(state: ActionState): boolean {
  return !unsettled.includes(state.is);
}

/** Its result is there, or was and can be made again. */
export function hasSucceeded(state: ActionState): boolean {
  return state.is === "succeeded" || state.is === "remaking" || state.is === "reused";
}

/** The attempt that an action has under way. */
function openAttempt(view: View, state: ActionState): AttemptState | undefined {
  switch (state.is) {
    case "starting":
    case "running":
    case "cancelling":
    case "remaking":
      return attemptOf(view, state.attempt);
    default:
      return undefined;
  }
}

export function openAttempts(view: View): readonly AttemptState[] {
  const open = view.actionsIn("starting", "running", "cancelling", "remaking");
  return open.flatMap(({ id }) => openAttempt(view, stateOf(view, id)) ?? []);
}

export function attemptOf(view: View, id: AttemptId): AttemptState {
  const attempt = view.state.attempts.get(id);
  if (attempt === undefined) throw new Error(`an action names the attempt ${id}, which was never requested`);
  return attempt;
}

export function plannedAction(view: View, id: ActionId): PlannedAction {
  const action = view.index.actions.get(id);
  if (action === undefined) throw new Error(`the run has ${id}, which its plan does not have`);
  return action;
}

/** The one host of that plan that is not gone; it may not be ready yet, or already be ending. */
export function livingHost(view: View, planned: PlannedHostId): HostState | undefined {
  return [...view.state.hosts.values()].find((host) => host.planned === planned && !isGone(host));
}

/** Whether a cancel of the run means this action: all but `finally`, which runs even then, unless asked twice. */
export function isCancelled(view: View, action: ActionId): boolean {
  const { cancel } = view.state;
  return cancel.is === "kill" || (cancel.is === "asked" && view.index.partOf.get(action) !== "finally");
}

/** With `--fail-fast`, the step whose failure stops the others. */
export function failFastBy(view: View): ActionId | undefined {
  if (!view.plan.failFast) return undefined;
  const failed = view.actionsIn("failed", "handling");
  return failed.find((action) => action.role.is === "flow" && stopsFlow(view, action.id))?.id;
}

function stopsFlow(view: View, action: ActionId): boolean {
  const state = stateOf(view, action);
  if (state.is === "failed") return true;
  if (state.is !== "handling") return false;
  const { role } = plannedAction(view, state.by);
  return role.is === "error" && role.then === "fail";
}
