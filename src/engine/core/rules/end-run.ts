import type { ActionError, RunStatus } from "../../../model/event.ts";
import type { ActionId } from "../../../model/job.ts";
import type { ActionState } from "../../../model/run-state.ts";
import { isGone } from "../fold-host.ts";
import { hasFailedForGood, hostError } from "../host-failures.ts";
import { attemptOf, type Command, plannedAction, stateOf, unsettled, type View } from "../view.ts";

/** The run ends when every action has, and every host is gone. */
export function endRun(view: View): readonly Command[] {
  const isOver = view.actionsIn(...unsettled).length === 0 && [...view.state.hosts.values()].every(isGone);
  return isOver ? [{ type: "run.ended", ...outcomeOf(view) }] : [];
}

interface Outcome {
  readonly status: RunStatus;
  readonly reason: string;
}

/** A cancel that came too late to stop anything changes nothing. */
function outcomeOf(view: View): Outcome {
  const { cancel } = view.state;
  const states = view.plan.actions.map((action) => ({ id: action.id, state: stateOf(view, action.id) }));
  if (cancel.is !== "none" && states.some(({ state }) => wasCancelled(state))) {
    return { status: "cancelled", reason: cancel.reason };
  }
  const failures = states.filter(({ state }) => state.is === "failed");
  const environment = environmentFailure(view, states);
  if (environment !== undefined) return { status: "environment-failed", reason: environment };
  const first = failures.find(({ id }) => plannedAction(view, id).role.is !== "error") ?? failures[0];
  if (first?.state.is !== "failed") return { status: "succeeded", reason: "every action has succeeded or was handled" };
  return { status: "failed", reason: reasonOf(view, first.id, first.state.error) };
}

function wasCancelled(state: ActionState): boolean {
  return state.is === "cancelled" || (state.is === "skipped" && state.because.is === "cancelled");
}

/** Hosts that could not be had, or died too often: nothing that the job's code did. */
function environmentFailure(view: View, states: readonly { id: ActionId; state: ActionState }[]): string | undefined {
  for (const { id, state } of states) {
    const { host } = plannedAction(view, id);
    if (state.is === "skipped" && state.because.is === "host-failed") return hostError(view, host).message;
    if (state.is !== "failed") continue;
    if (state.error.type === "ama.HostLost") return `${id}: ${state.error.message}`;
    if (hasFailedForGood(view, host) && state.error.message === hostError(view, host).message)
      return state.error.message;
  }
  return undefined;
}

function reasonOf(view: View, id: ActionId, error: ActionError): string {
  const attempts = view.state.actions.get(id)?.attempts ?? [];
  const failures = attempts.filter((attempt) => attemptOf(view, attempt).life.is === "failed").length;
  if (failures === 0) return `${id} failed: ${error.message}`;
  return failures === 1 ? `${id} failed` : `${id} failed ${failures} times`;
}
