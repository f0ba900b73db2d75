import type { Event } from "../../model/event.ts";
import type { Plan } from "../../model/plan.ts";
import type { RunState } from "../../model/run-state.ts";
import { foldAction } from "./fold-action.ts";
import { foldAttempt } from "./fold-attempt.ts";
import { foldHost } from "./fold-host.ts";
import { replaced } from "./replaced.ts";

/** Before the first event: every action of the plan waits. */
export function initialState(plan: Plan): RunState {
  return {
    seq: 0,
    epoch: 0,
    run: "",
    actions: new Map(plan.actions.map((action) => [action.id, { state: { is: "waiting" }, attempts: [] }])),
    attempts: new Map(),
    hosts: new Map(),
    timers: new Map(),
    datasets: new Map(),
    cancel: { is: "none" },
    end: { is: "open" },
  };
}

/**
 * What is so after one more event. Decides nothing: whatever needs the plan's rules was decided by `next` and is an
 * event itself, so a record means the same whichever version reads it.
 */
export function fold(state: RunState, event: Event): RunState {
  return apply({ ...state, seq: event.seq, epoch: event.epoch }, event);
}

function apply(state: RunState, event: Event): RunState {
  switch (event.type) {
    case "run.created":
      return { ...state, run: event.run };
    case "host.requested":
    case "host.started":
    case "host.ready":
    case "host.end-requested":
    case "host.lost":
    case "host.failed":
    case "host.ended":
      return foldHost(state, event);
    case "attempt.requested":
    case "attempt.started":
    case "published":
    case "attempt.ended":
      return foldAttempt(state, event);
    case "action.failed":
    case "action.handled":
    case "action.cancelled":
    case "action.skipped":
    case "action.reused":
      return foldAction(state, event);
    case "dataset.released":
      return foldAction(state, event);
    case "timer.set":
    case "timer.fired":
      return foldTimer(state, event);
    case "cancel.requested":
      return event.attempt === undefined
        ? cancelled(state, event)
        : foldAttempt(state, { ...event, attempt: event.attempt });
    case "run.ended":
      return { ...state, end: { is: "ended", status: event.status, reason: event.reason }, timers: new Map() };
    case "leader.started":
    case "statement.started":
    case "statement.finished":
    case "output":
    case "progress":
    case "artifact":
    case "log":
      return state;
  }
}

function cancelled(state: RunState, event: Extract<Event, { type: "cancel.requested" }>): RunState {
  const { by, reason, graceMs } = event;
  return { ...state, cancel: { is: state.cancel.is === "none" ? "asked" : "kill", by, reason, graceMs } };
}

function foldTimer(state: RunState, event: Extract<Event, { type: "timer.set" | "timer.fired" }>): RunState {
  if (event.type === "timer.fired") return fired(state, event.timer);
  const { timer: id, dueAt, purpose } = event;
  const armed = { ...state, timers: replaced(state.timers, id, { id, dueAt, purpose }) };
  return purpose.is === "retry" ? foldAction(armed, event) : armed;
}

function fired(state: RunState, id: string): RunState {
  const timer = state.timers.get(id);
  if (timer === undefined) return state;
  const timers = new Map(state.timers);
  timers.delete(id);
  const rest = { ...state, timers };
  switch (timer.purpose.is) {
    case "retry":
      return foldAction(rest, { type: "retry.due", action: timer.purpose.action });
    case "timeout":
      return foldAttempt(rest, { type: "attempt.expired", attempt: timer.purpose.attempt });
    case "cancel-grace":
      return foldAttempt(rest, { type: "attempt.overdue", attempt: timer.purpose.attempt });
    case "host-end":
      return foldHost(rest, { type: "host.overdue", host: timer.purpose.host });
  }
}
