import type { Event } from "../../model/event.ts";
import {
  type ActionState,
  type AttemptLife,
  type AttemptState,
  datasetKey,
  type RunState,
} from "../../model/run-state.ts";
import { withAction } from "./fold-action.ts";
import { replaced } from "./replaced.ts";

type Ended = Extract<Event, { type: "attempt.ended" }>;
type Requested = Extract<Event, { type: "attempt.requested" }>;
type Asked = Extract<Event, { type: "cancel.requested" }> & { readonly attempt: string };
type AttemptEvent =
  | Requested
  | Ended
  | Asked
  | Extract<Event, { type: "attempt.started" | "published" }>
  | { readonly type: "attempt.expired" | "attempt.overdue"; readonly attempt: string };

/** One execution: `requested → running → succeeded | failed | cancelled | lost`, and beside it whether it was told to stop. */
export function foldAttempt(state: RunState, event: AttemptEvent): RunState {
  if (event.type === "attempt.requested") return requested(state, event);
  const attempt = state.attempts.get(event.attempt);
  if (attempt === undefined)
    throw new Error(`the record names the attempt ${event.attempt} without having requested it`);
  if (hasEnded(attempt)) return state;
  switch (event.type) {
    case "attempt.started":
      return started(state, attempt, event.at);
    case "published":
      return withAttempt(state, { ...attempt, published: [...attempt.published, event.dataset] });
    case "attempt.ended":
      return ended(state, attempt, event);
    case "attempt.expired":
      return attempt.stop.is === "none" ? withAttempt(state, { ...attempt, stop: { is: "expired" } }) : state;
    case "cancel.requested":
      return asked(state, attempt, event);
    case "attempt.overdue":
      return attempt.stop.is === "asked"
        ? withAttempt(state, { ...attempt, stop: { ...attempt.stop, is: "overdue" } })
        : state;
  }
}

export function hasEnded(attempt: AttemptState): boolean {
  return attempt.life.is !== "requested" && attempt.life.is !== "running";
}

function withAttempt(state: RunState, attempt: AttemptState): RunState {
  return { ...state, attempts: replaced(state.attempts, attempt.id, attempt) };
}

function requested(state: RunState, event: Requested): RunState {
  const { attempt: id, action, number, cause, host } = event;
  const attempt: AttemptState = {
    id,
    action,
    number,
    cause,
    host,
    published: [],
    life: { is: "requested" },
    stop: { is: "none" },
  };
  const before = state.actions.get(action)?.state;
  const to: ActionState =
    before?.is === "succeeded"
      ? { is: "remaking", attempt: id, succeeded: before.attempt }
      : { is: "starting", attempt: id };
  return withAction(withAttempt(state, attempt), action, to, id);
}

function started(state: RunState, attempt: AttemptState, since: number): RunState {
  const running = withAttempt(state, { ...attempt, life: { is: "running", since } });
  const isStarting = state.actions.get(attempt.action)?.state.is === "starting";
  return isStarting ? withAction(running, attempt.action, { is: "running", attempt: attempt.id, since }) : running;
}

function asked(state: RunState, attempt: AttemptState, event: Asked): RunState {
  const { by, graceMs } = event;
  const stopping = withAttempt(state, { ...attempt, stop: { is: "asked", by, graceMs } });
  const isRemaking = state.actions.get(attempt.action)?.state.is === "remaking";
  return isRemaking ? stopping : withAction(stopping, attempt.action, { is: "cancelling", attempt: attempt.id, by });
}

function ended(state: RunState, attempt: AttemptState, event: Ended): RunState {
  const over = withoutTimersOf(withAttempt(state, { ...attempt, life: lifeAfter(event) }), attempt.id);
  const visible = event.status === "succeeded" ? publish(over, attempt) : over;
  const before = state.actions.get(attempt.action)?.state;
  if (before?.is === "remaking") {
    const succeeded = event.status === "succeeded" ? attempt.id : before.succeeded;
    return withAction(visible, attempt.action, { is: "succeeded", attempt: succeeded });
  }
  return withAction(visible, attempt.action, actionAfter(event));
}

function lifeAfter(event: Ended): AttemptLife {
  switch (event.status) {
    case "succeeded":
    case "lost":
      return { is: event.status };
    case "failed":
      return { is: "failed", error: errorOf(event) };
    case "cancelled":
      return { is: "cancelled", clean: event.clean ?? true, left: event.left ?? [] };
  }
}

function actionAfter(event: Ended): ActionState {
  switch (event.status) {
    case "succeeded":
      return { is: "succeeded", attempt: event.attempt };
    case "lost":
      return { is: "ready", cause: "lost" };
    case "failed":
      return { is: "failing", attempt: event.attempt, error: errorOf(event) };
    case "cancelled":
      return { is: "cancelled", clean: event.clean ?? true, left: event.left ?? [] };
  }
}

function errorOf(event: Ended) {
  return (
    event.error ?? {
      type: "ama.Unknown",
      types: [],
      message: "it failed without saying why",
      stack: [],
      phase: "run" as const,
    }
  );
}

/** Datasets of an attempt become visible only now, and replace those of an earlier attempt. */
function publish(state: RunState, attempt: AttemptState): RunState {
  if (attempt.published.length === 0) return state;
  const datasets = new Map(state.datasets);
  for (const dataset of attempt.published) {
    datasets.set(datasetKey(attempt.action, dataset.name), { action: attempt.action, dataset, on: attempt.host });
  }
  return { ...state, datasets };
}

function withoutTimersOf(state: RunState, attempt: string): RunState {
  const rest = [...state.timers].filter(([, { purpose }]) => !("attempt" in purpose && purpose.attempt === attempt));
  return rest.length === state.timers.size ? state : { ...state, timers: new Map(rest) };
}
