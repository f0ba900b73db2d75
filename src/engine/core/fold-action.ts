import type { Event } from "../../model/event.ts";
import type { ActionId } from "../../model/job.ts";
import { type ActionState, datasetKey, type RunState } from "../../model/run-state.ts";
import { replaced } from "./replaced.ts";

type ActionEvent =
  | Extract<
      Event,
      {
        type:
          | "action.failed"
          | "action.handled"
          | "action.cancelled"
          | "action.skipped"
          | "action.reused"
          | "dataset.released"
          | "timer.set";
      }
    >
  | { readonly type: "retry.due"; readonly action: ActionId };

/**
 * The life of an action. What the runner says leads along `→`, what `next` decides along `⇒`.
 *
 * ```
 *  waiting ⇒ starting → running ─┬→ succeeded ⇄ remaking          (a lost dataset of it is needed again)
 *     ║         ▲         │      │
 *     ║       ready ◄─────┼──────┼── its attempt was lost         (host died or was ended)
 *     ║         ▲         │      │
 *     ║     timer fired   │      └→ failing ─┬⇒ retrying
 *     ║         └─────────┼──────────────────┘
 *     ║                   │                  └⇒ failed            (no error action)
 *     ║                   │                  └⇒ handling ⇒ handled  (flow continues)
 *     ║                   │                              ⇒ failed   (flow stops)
 *     ║                   └⇒ cancelling → cancelled (clean | left), or failing after a timeout
 *     ╚⇒ skipped · reused · failed (an input cannot be had)
 * ```
 */
export function foldAction(state: RunState, event: ActionEvent): RunState {
  switch (event.type) {
    case "action.failed":
      return withAction(state, event.action, failed(event));
    case "action.handled":
      return handled(state, event);
    case "action.cancelled":
      return withAction(state, event.action, { is: "cancelled", clean: true, left: [] });
    case "action.skipped":
      return withAction(state, event.action, { is: "skipped", because: event.because });
    case "action.reused":
      return reused(state, event);
    case "dataset.released":
      return released(state, event);
    case "timer.set":
      return retrying(state, event);
    case "retry.due":
      return due(state, event.action);
  }
}

/** The state with one action in another state; an action that the plan does not know is a bug. */
export function withAction(state: RunState, action: ActionId, to: ActionState, attempt?: string): RunState {
  const before = state.actions.get(action);
  if (before === undefined) throw new Error(`the record names the action ${action}, which its plan does not have`);
  const attempts = attempt === undefined ? before.attempts : [...before.attempts, attempt];
  return { ...state, actions: replaced(state.actions, action, { state: to, attempts }) };
}

function failed(event: Extract<ActionEvent, { type: "action.failed" }>): ActionState {
  const { attempts, error, errorAction } = event;
  return errorAction === undefined
    ? { is: "failed", attempts, error }
    : { is: "handling", by: errorAction, attempts, error };
}

function handled(state: RunState, event: Extract<ActionEvent, { type: "action.handled" }>): RunState {
  const before = state.actions.get(event.action)?.state;
  if (before?.is !== "handling") return state;
  const { attempts, error } = before;
  return withAction(
    state,
    event.action,
    event.flow === "continues" ? { is: "handled", by: event.by, error } : { is: "failed", attempts, error },
  );
}

function reused(state: RunState, event: Extract<ActionEvent, { type: "action.reused" }>): RunState {
  const datasets = new Map(state.datasets);
  for (const dataset of event.datasets) {
    datasets.set(datasetKey(event.action, dataset.name), { action: event.action, dataset, on: undefined });
  }
  return withAction({ ...state, datasets }, event.action, { is: "reused", run: event.run });
}

/** The host forgets the object; what also lies in a file can still be had there. */
function released(state: RunState, event: Extract<ActionEvent, { type: "dataset.released" }>): RunState {
  const key = datasetKey(event.action, event.name);
  const held = state.datasets.get(key);
  if (held === undefined) return state;
  const datasets = new Map(state.datasets);
  if (held.dataset.path === undefined) datasets.delete(key);
  else datasets.set(key, { ...held, on: undefined });
  return { ...state, datasets };
}

function retrying(state: RunState, event: Extract<ActionEvent, { type: "timer.set" }>): RunState {
  if (event.purpose.is !== "retry") return state;
  const before = state.actions.get(event.purpose.action)?.state;
  if (before?.is !== "failing") return state;
  const to: ActionState = { is: "retrying", timer: event.timer, dueAt: event.dueAt, error: before.error };
  return withAction(state, event.purpose.action, to);
}

function due(state: RunState, action: ActionId): RunState {
  if (state.actions.get(action)?.state.is !== "retrying") return state;
  return withAction(state, action, { is: "ready", cause: "retry" });
}
