import type { Plan, PlannedAction } from "../model/plan.ts";
import type { AttemptState, RunState } from "../model/run-state.ts";
import { inputsOf } from "./core/inputs.ts";
import type { AttemptContext, Failure } from "./ports.ts";
import { plannedAction, stateOf, type View, viewOf } from "./core/view.ts";

/** What an attempt's request needs to know of the run. */
export function attemptContext(
  plan: Plan,
  state: RunState,
  attempt: AttemptState,
  epoch: number,
  now: number,
): AttemptContext {
  const view = viewOf(plan, state, now);
  const action = plannedAction(view, attempt.action);
  const need = inputsOf(view, action);
  const failure = failureFor(view, action);
  return {
    run: state.run,
    epoch,
    attempt: attempt.id,
    number: attempt.number,
    cause: attempt.cause,
    host: attempt.host,
    inputs: need.is === "there" ? need.inputs : [],
    ...(failure === undefined ? {} : { failure }),
  };
}

/** What `AmaContext.failure` says: of the parent, or for the job's own actions of the first step that failed. */
function failureFor(view: View, action: PlannedAction): Failure | undefined {
  const { role } = action;
  if (role.is === "flow") return undefined;
  const failed =
    role.is === "error"
      ? role.of
      : view.plan.actions.find(({ id, role: { is } }) => is === "flow" && stateOf(view, id).is === "failed")?.id;
  if (failed === undefined) return undefined;
  const state = stateOf(view, failed);
  if (state.is !== "failed" && state.is !== "handling") return undefined;
  return { action: failed, error: state.error, attempts: state.attempts };
}
