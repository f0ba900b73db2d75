import type { ActionError, AttemptCause, HostId } from "../../../model/event.ts";
import type { ActionId } from "../../../model/job.ts";
import type { PlannedAction, PlannedHostId } from "../../../model/plan.ts";
import { hasFailedForGood } from "../host-failures.ts";
import { inputsOf } from "../inputs.ts";
import { isDue } from "../readiness.ts";
import { requestHost } from "../request-host.ts";
import { type Command, livingHost, openAttempts, plannedAction, stateOf, type View } from "../view.ts";
import { failure } from "./decide-failures.ts";

interface Want {
  readonly action: PlannedAction;
  readonly cause: AttemptCause;
}

/** Requests what can run now: the hosts that are missing, and attempts as far as their hosts have room. */
export function startAttempts(view: View): readonly Command[] {
  const wants = new Map<ActionId, Want>();
  const failures = dueActions(view).flatMap(({ action, cause }) => {
    const error = want(view, action, cause, wants);
    return error === undefined ? [] : [failure(view, action, error)];
  });
  return failures.length > 0 ? failures : requests(view, [...wants.values()]);
}

function dueActions(view: View): readonly Want[] {
  return view.actionsIn("ready", "waiting").flatMap((action): Want[] => {
    if (!isDue(view, action)) return [];
    const state = stateOf(view, action.id);
    return [{ action, cause: state.is === "ready" ? state.cause : "first" }];
  });
}

/** Wants the action or, before it, what must be made again; returns why neither is possible. */
function want(
  view: View,
  action: PlannedAction,
  cause: AttemptCause,
  wants: Map<ActionId, Want>,
): ActionError | undefined {
  const need = inputsOf(view, action);
  if (need.is === "impossible") return need.error;
  if (need.is === "there") {
    if (!wants.has(action.id)) wants.set(action.id, { action, cause });
    return undefined;
  }
  for (const id of need.producers) {
    if (stateOf(view, id).is !== "remaking") want(view, plannedAction(view, id), "recompute", wants);
  }
  return undefined;
}

function requests(view: View, wants: readonly Want[]): readonly Command[] {
  const room = new Map<PlannedHostId, number>();
  const commands: Command[] = [];
  let number = view.state.attempts.size;
  for (const { action, cause } of wants) {
    const host = livingHost(view, action.host);
    if (host === undefined) {
      if (!room.has(action.host) && !hasFailedForGood(view, action.host)) commands.push(requestHost(view, action.host));
      room.set(action.host, 0);
      continue;
    }
    const free = room.get(action.host) ?? (host.life.is === "ready" ? freeOn(view, host.id, action.host) : 0);
    if (free > 0) commands.push(requestAttempt(view, { action, cause }, host.id, ++number));
    room.set(action.host, Math.max(free - 1, 0));
  }
  return commands;
}

function freeOn(view: View, host: HostId, planned: PlannedHostId): number {
  const capacity = view.index.hosts.get(planned)?.capacity ?? 1;
  return capacity - openAttempts(view).filter((attempt) => attempt.host === host).length;
}

/** Ids of attempts, too, are the run's own and count on. */
function requestAttempt(view: View, { action, cause }: Want, host: HostId, number: number): Command {
  const earlier = view.state.actions.get(action.id)?.attempts.length ?? 0;
  const attempt = `${view.state.run}-${number}`;
  return { type: "attempt.requested", action: action.id, attempt, number: earlier + 1, cause, host };
}
