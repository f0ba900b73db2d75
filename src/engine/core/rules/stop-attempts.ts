import type { AttemptState } from "../../../model/run-state.ts";
import { isGone } from "../fold-host.ts";
import { type Command, failFastBy, isCancelled, openAttempts, plannedAction, stateOf, type View } from "../view.ts";

/** How long an attempt may take to stop after a timeout or for `--fail-fast`; a cancel of the run brings its own. */
const stopGraceMs = 10_000;

/** Asks attempts to stop: after a timeout, a cancel of the run, with `--fail-fast`; and ends the hosts of those that don't. */
export function stopAttempts(view: View): readonly Command[] {
  const open = openAttempts(view);
  const failedFirst = failFastBy(view);
  const asked = open.flatMap((attempt) => stopOf(view, attempt, failedFirst) ?? []);
  return [...asked, ...killsOf(view, open)];
}

function stopOf(view: View, attempt: AttemptState, failedFirst: string | undefined): Command | undefined {
  const stop = { type: "cancel.requested", attempt: attempt.id } as const;
  const { cancel } = view.state;
  if (attempt.stop.is === "expired") {
    const reason = `it did not end within ${plannedAction(view, attempt.action).timeoutMs ?? 0} ms`;
    return { ...stop, by: "timeout", reason, graceMs: stopGraceMs };
  }
  if (attempt.stop.is !== "none") return undefined;
  if (cancel.is !== "none" && isCancelled(view, attempt.action)) {
    return { ...stop, by: "run", reason: cancel.reason, graceMs: cancel.graceMs };
  }
  // What is made again may be for an error action, which runs after all.
  const isStep =
    plannedAction(view, attempt.action).role.is === "flow" && stateOf(view, attempt.action).is !== "remaking";
  if (failedFirst !== undefined && isStep) {
    return { ...stop, by: "fail-fast", reason: `${failedFirst} failed`, graceMs: stopGraceMs };
  }
  return undefined;
}

function killsOf(view: View, open: readonly AttemptState[]): readonly Command[] {
  const overdue = new Set(open.filter((attempt) => attempt.stop.is === "overdue").map((attempt) => attempt.host));
  return [...view.state.hosts.values()].flatMap((host): Command[] => {
    const isBeingKilled = host.life.is === "ending" && host.life.how === "kill";
    if (isGone(host) || isBeingKilled) return [];
    const kill = { type: "host.end-requested", host: host.id, how: "kill" } as const;
    if (view.state.cancel.is === "kill") return [{ ...kill, reason: "the run was cancelled twice" }];
    if (overdue.has(host.id)) return [{ ...kill, reason: "an attempt on it did not stop when it was asked to" }];
    return [];
  });
}
