import type { TimerPurpose } from "../../../model/event.ts";
import type { AttemptState, HostState } from "../../../model/run-state.ts";
import { type Command, openAttempts, plannedAction, type View } from "../view.ts";

/** What the runner gets beyond its grace to say that it has stopped, before its host is ended. */
const answerMs = 2_000;
/** How long a host may take to end. */
const hostEndMs = 10_000;

/** Every wait has an end: timers for the timeout of attempts, for stopping them, and for ending hosts. */
export function setTimers(view: View): readonly Command[] {
  return [
    ...openAttempts(view).flatMap((attempt) => timerOf(view, attempt) ?? []),
    ...[...view.state.hosts.values()].flatMap((host) => hostTimerOf(view, host) ?? []),
  ];
}

function timerOf(view: View, attempt: AttemptState): Command | undefined {
  const { timeoutMs } = plannedAction(view, attempt.action);
  if (attempt.stop.is === "none" && timeoutMs !== undefined) {
    return unlessSet(view, `timeout-${attempt.id}`, timeoutMs, { is: "timeout", attempt: attempt.id });
  }
  if (attempt.stop.is === "asked") {
    const waitMs = attempt.stop.graceMs + answerMs;
    return unlessSet(view, `grace-${attempt.id}`, waitMs, { is: "cancel-grace", attempt: attempt.id });
  }
  return undefined;
}

function hostTimerOf(view: View, { id, life }: HostState): Command | undefined {
  if (life.is !== "ending") return undefined;
  if (!life.overdue)
    return unlessSet(view, `end-${id}-${life.how}`, hostEndMs, { is: "host-end", host: id, step: life.how });
  if (life.how === "kill") return { type: "host.lost", host: id, reason: "it did not end when it was killed" };
  return { type: "host.end-requested", host: id, how: "kill", reason: "it did not end when it was asked to" };
}

function unlessSet(view: View, timer: string, afterMs: number, purpose: TimerPurpose): Command | undefined {
  if (view.state.timers.has(timer)) return undefined;
  return { type: "timer.set", timer, dueAt: view.now + afterMs, purpose };
}
