import type { ActionError } from "../../../model/event.ts";
import type { PlannedAction } from "../../../model/plan.ts";
import { hostLostError } from "../errors.ts";
import { isRetryable, lostLimit, retryDelayMs } from "../retry-policy.ts";
import { attemptOf, type Command, failFastBy, isCancelled, stateOf, type View } from "../view.ts";

/** Decides about every action whose last attempt did not succeed: again, after a while, or for good. */
export function decideFailures(view: View): readonly Command[] {
  const isFailFast = failFastBy(view) !== undefined;
  return view.actionsIn("failing", "retrying", "ready").flatMap((action) => decide(view, action, isFailFast) ?? []);
}

function decide(view: View, action: PlannedAction, isFailFast: boolean): Command | undefined {
  const state = stateOf(view, action.id);
  if (state.is !== "failing" && state.is !== "retrying" && state.is !== "ready") return undefined;
  if (isCancelled(view, action.id)) {
    return { type: "action.cancelled", action: action.id, reason: "the run was cancelled" };
  }
  const isStopped = isFailFast && action.role.is === "flow";
  if (state.is === "ready") return isStopped ? stopped(action) : giveUpWhenLostTooOften(view, action);
  if (isStopped) return failure(view, action, state.error);
  return state.is === "failing" ? retryOrFail(view, action, state) : undefined;
}

function stopped(action: PlannedAction): Command {
  return { type: "action.cancelled", action: action.id, reason: "another action failed, and --fail-fast was given" };
}

function retryOrFail(view: View, action: PlannedAction, state: { attempt: string; error: ActionError }): Command {
  const executions = countAttempts(view, action, (cause) => cause === "first" || cause === "retry");
  const mayRetry = executions <= action.retry.times && isRetryable(state.error, action.retry);
  if (!mayRetry) return failure(view, action, state.error);
  // A lost first attempt may leave no counted execution at all.
  const delayMs = retryDelayMs(action.retry, Math.max(executions, 1));
  const purpose = { is: "retry", action: action.id } as const;
  return { type: "timer.set", timer: `retry-${state.attempt}`, dueAt: view.now + delayMs, purpose };
}

function giveUpWhenLostTooOften(view: View, action: PlannedAction): Command | undefined {
  const lost = lostCount(view, action);
  if (lost <= lostLimit) return undefined;
  return failure(view, action, hostLostError(lost, lastLoss(view, action)));
}

/** The event that an action has failed for good; its error action, if it has one, runs next. */
export function failure(view: View, action: PlannedAction, error: ActionError): Command {
  const attempts = view.state.actions.get(action.id)?.attempts.length ?? 0;
  const errorAction = view.index.errorActionOf.get(action.id);
  const failed = { type: "action.failed", action: action.id, attempts, error } as const;
  return errorAction === undefined ? failed : { ...failed, errorAction };
}

export function lostCount(view: View, action: PlannedAction): number {
  const attempts = view.state.actions.get(action.id)?.attempts ?? [];
  return attempts.filter((id) => attemptOf(view, id).life.is === "lost").length;
}

export function lastLoss(view: View, action: PlannedAction): string {
  const attempts = view.state.actions.get(action.id)?.attempts ?? [];
  const last = attempts.map((id) => attemptOf(view, id)).findLast((attempt) => attempt.life.is === "lost");
  const host = last === undefined ? undefined : view.state.hosts.get(last.host);
  return host?.life.is === "lost" ? host.life.reason : "it was ended for another action's sake";
}

function countAttempts(view: View, action: PlannedAction, counts: (cause: string) => boolean): number {
  const attempts = view.state.actions.get(action.id)?.attempts ?? [];
  return attempts.filter((id) => counts(attemptOf(view, id).cause)).length;
}
