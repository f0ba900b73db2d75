import type { AttemptState } from "../../../model/run-state.ts";
import { timeoutError } from "../errors.ts";
import { isGone } from "../fold-host.ts";
import { type Command, isCancelled, openAttempts, type View } from "../view.ts";

/** An attempt ends with its host: as cancelled or timed out where it was being stopped, and otherwise as lost. */
export function endAttemptsOfGoneHosts(view: View): readonly Command[] {
  return openAttempts(view)
    .filter((attempt) => isOnGoneHost(view, attempt))
    .map((attempt) => endOf(view, attempt));
}

function isOnGoneHost(view: View, attempt: AttemptState): boolean {
  const host = view.state.hosts.get(attempt.host);
  return host === undefined || isGone(host);
}

function endOf(view: View, attempt: AttemptState): Command {
  const ended = { type: "attempt.ended", attempt: attempt.id } as const;
  if (hasTimedOut(attempt)) return { ...ended, status: "failed", error: timeoutError() };
  const isStopped = attempt.stop.is !== "none" || isCancelled(view, attempt.action);
  return isStopped ? { ...ended, status: "cancelled", clean: true, left: [] } : { ...ended, status: "lost" };
}

function hasTimedOut({ stop }: AttemptState): boolean {
  return stop.is === "expired" || (stop.is !== "none" && stop.by === "timeout");
}
