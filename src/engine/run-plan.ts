import type { EventBody } from "../model/event.ts";
import type { Plan, PlannedAction } from "../model/plan.ts";
import type { RunState } from "../model/run-state.ts";
import { fold, initialState } from "./core/fold.ts";
import { openLeader, type RunOutcome } from "./leader.ts";
import type { Ports } from "./ports.ts";
import type { RunControl } from "./run-control.ts";

/** A run to execute, or to take over where its record says it stands. */
export interface RunOrder {
  readonly plan: Plan;
  readonly created: Omit<Extract<EventBody, { type: "run.created" }>, "type">;
  readonly leader: Omit<Extract<EventBody, { type: "leader.started" }>, "type">;
}

/**
 * Runs a plan to its end. A run that has a record already goes on from there, whoever led it before. `control` brings
 * cancels. Expected failures are outcomes; a rejection is a bug, and the hosts have been ended before it.
 */
export async function runPlan(order: RunOrder, ports: Ports, control: RunControl): Promise<RunOutcome> {
  const lead = await ports.store.lead(order.created.run);
  if (lead.is === "failed") {
    return { is: "record-failed", diagnostic: lead.diagnostic, state: initialState(order.plan) };
  }
  const state = await replay(order.plan, ports, order.created.run);
  if (state.end.is === "ended") {
    return { is: "ended", status: state.end.status, reason: state.end.reason, state };
  }
  const leader = openLeader(order.plan, order.created.run, state, lead.epoch, ports);
  const stopListening = control.onCancel((cancel) => leader.happened({ type: "cancel.requested", ...cancel }));
  try {
    return await leader.lead(opening(order, state));
  } finally {
    stopListening();
  }
}

/** The state that a record tells of. */
export async function replay(plan: Plan, { store }: Pick<Ports, "store">, run: string): Promise<RunState> {
  let state = initialState(plan);
  for await (const events of store.read(run)) state = events.reduce(fold, state);
  return state;
}

/** What a leader records first; they are durable together, so a run has all of its opening or does not exist. */
function opening(order: RunOrder, state: RunState): readonly EventBody[] {
  const started: EventBody = { type: "leader.started", ...order.leader };
  if (state.seq > 0) return [started];
  return [{ type: "run.created", ...order.created }, started, ...order.plan.actions.flatMap(withoutRunning)];
}

/** What the plan says will not be executed counts as ended from the start. */
function withoutRunning({ id, execution }: PlannedAction): EventBody[] {
  switch (execution.is) {
    case "run":
      return [];
    case "reuse":
      return [{ type: "action.reused", action: id, run: execution.run, datasets: execution.datasets }];
    case "leave":
      return [{ type: "action.skipped", action: id, because: { is: "not-selected" } }];
  }
}
