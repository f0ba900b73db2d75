import type { ActionError, AttemptId, Event, PublishedDataset } from "../model/event.ts";
import type { ActionId } from "../model/job.ts";
import type { Plan, PlannedAction } from "../model/plan.ts";

/** What a report knows of an attempt. */
export interface AttemptView {
  readonly id: AttemptId;
  readonly action: ActionView;
  /** From 1, over all causes. */
  readonly number: number;
  readonly cause: "first" | "retry" | "recompute" | "lost";
  startedAt: number;
  /** The one that is running, or that failed. */
  statement: StatementView | undefined;
  progress: Extract<Event, { type: "progress" }> | undefined;
  readonly published: PublishedDataset[];
}

export interface StatementView {
  readonly index: number;
  readonly line: number;
  readonly endLine: number;
  readonly startedAt: number;
}

export interface ActionView {
  readonly id: ActionId;
  readonly planned: PlannedAction | undefined;
  /** Executions that count against `retry.times`. */
  tries: number;
  /** All executions that failed. */
  failures: number;
  lastError: ActionError | undefined;
  outcome: ActionOutcome;
}

export type ActionOutcome =
  | "pending"
  | "running"
  | "succeeded"
  | "reused"
  | "failed"
  | "handled"
  | "skipped"
  | "cancelled";

/** The little that a report needs to remember of the events so far. */
export class RunView {
  readonly plan: Plan;
  readonly actions = new Map<ActionId, ActionView>();
  readonly attempts = new Map<AttemptId, AttemptView>();
  /** Attempts that have been asked for and have not ended. */
  readonly running = new Set<AttemptView>();
  created: Extract<Event, { type: "run.created" }> | undefined;
  /** Hosts that are starting, and what people call them. */
  readonly starting = new Map<string, string>();
  /** Actions that wait for their next try, and when that is due. */
  readonly retries = new Map<ActionId, number>();
  cancelling = false;
  startedAt = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    for (const planned of plan.actions) this.actions.set(planned.id, newAction(planned.id, planned));
  }

  action(id: ActionId): ActionView {
    const known = this.actions.get(id) ?? newAction(id, undefined);
    this.actions.set(id, known);
    return known;
  }

  /** To be called with every event, before it is rendered; ended attempts can still be looked up. */
  see(event: Event): void {
    switch (event.type) {
      case "run.created":
        this.created = event;
        this.startedAt = event.at;
        return;
      case "host.requested":
        this.starting.set(event.host, this.#hostName(event.planned));
        return;
      case "timer.set":
        if (event.purpose.is === "retry") this.retries.set(event.purpose.action, event.dueAt);
        return;
      case "host.ready":
      case "host.lost":
      case "host.failed":
      case "host.ended":
        this.starting.delete(event.host);
        return;
      case "cancel.requested":
        this.cancelling ||= event.attempt === undefined;
        return;
      default:
        this.#seeAction(event);
        this.#seeAttempt(event);
    }
  }

  #hostName(id: string): string {
    const planned = this.plan.hosts.find((host) => host.id === id);
    return planned?.kind === "spark" ? `Spark on ${planned.master}` : id;
  }

  #seeAction(event: Event): void {
    switch (event.type) {
      case "attempt.requested":
        return this.#request(event);
      case "action.failed":
        Object.assign(this.action(event.action), { outcome: "failed", lastError: event.error });
        return;
      case "action.handled":
        if (event.flow === "continues") this.action(event.action).outcome = "handled";
        return;
      case "action.skipped":
        this.action(event.action).outcome = "skipped";
        return;
      case "action.cancelled":
        this.retries.delete(event.action);
        this.action(event.action).outcome = "cancelled";
        return;
      case "action.reused":
        this.action(event.action).outcome = "reused";
        return;
      default:
        return;
    }
  }

  #request(event: Extract<Event, { type: "attempt.requested" }>): void {
    const action = this.action(event.action);
    action.outcome = "running";
    this.retries.delete(event.action);
    if (event.cause === "first" || event.cause === "retry") action.tries++;
    const attempt: AttemptView = {
      id: event.attempt,
      action,
      number: event.number,
      cause: event.cause,
      startedAt: event.at,
      statement: undefined,
      progress: undefined,
      published: [],
    };
    this.attempts.set(event.attempt, attempt);
    this.running.add(attempt);
  }

  #seeAttempt(event: Event): void {
    if (!("attempt" in event) || event.attempt === undefined) return;
    const attempt = this.attempts.get(event.attempt);
    if (attempt === undefined) return;
    switch (event.type) {
      case "attempt.started":
        attempt.startedAt = event.at;
        return;
      case "statement.started":
        attempt.statement = { index: event.index, line: event.line, endLine: event.endLine, startedAt: event.at };
        attempt.progress = undefined;
        return;
      case "progress":
        attempt.progress = event;
        return;
      case "published":
        attempt.published.push(event.dataset);
        return;
      case "attempt.ended":
        this.running.delete(attempt);
        if (event.status === "failed") attempt.action.failures++;
        if (event.status === "succeeded") attempt.action.outcome = "succeeded";
        if (event.status === "cancelled") attempt.action.outcome = "cancelled";
        return;
      default:
        return;
    }
  }
}

function newAction(id: ActionId, planned: PlannedAction | undefined): ActionView {
  return { id, planned, tries: 0, failures: 0, lastError: undefined, outcome: "pending" };
}
