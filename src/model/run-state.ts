import type {
  ActionError,
  AttemptCause,
  AttemptId,
  HostId,
  PublishedDataset,
  RunStatus,
  SkipReason,
  TimerPurpose,
} from "./event.ts";
import type { ActionId } from "./job.ts";
import type { PlannedHostId } from "./plan.ts";

/** What is so after the events so far; made by `fold` alone. */
export interface RunState {
  /** The last event that is in it; 0 before the first. */
  readonly seq: number;
  readonly epoch: number;
  /** The run's ULID; empty before `run.created`. */
  readonly run: string;
  readonly actions: ReadonlyMap<ActionId, ActionProgress>;
  readonly attempts: ReadonlyMap<AttemptId, AttemptState>;
  readonly hosts: ReadonlyMap<HostId, HostState>;
  /** Set and not yet fired, nor made pointless by what happened since. */
  readonly timers: ReadonlyMap<string, PendingTimer>;
  /** What readers can have now, by `datasetKey`: nothing of an attempt that has not succeeded. */
  readonly datasets: ReadonlyMap<string, DatasetState>;
  readonly cancel: RunCancel;
  readonly end: RunEnd;
}

export interface ActionProgress {
  readonly state: ActionState;
  /** All of its attempts, in order. */
  readonly attempts: readonly AttemptId[];
}

/** The life of an action; the table of what leads where stands above `fold`. */
export type ActionState =
  | { readonly is: "waiting" }
  /** To be executed again as soon as host and inputs allow. */
  | { readonly is: "ready"; readonly cause: "retry" | "lost" }
  | { readonly is: "starting"; readonly attempt: AttemptId }
  | { readonly is: "running"; readonly attempt: AttemptId; readonly since: number }
  /** Its attempt failed; whether it is tried again is not decided yet. */
  | { readonly is: "failing"; readonly attempt: AttemptId; readonly error: ActionError }
  | { readonly is: "retrying"; readonly timer: string; readonly dueAt: number; readonly error: ActionError }
  /** Its attempt was asked to stop, and has not ended yet. */
  | { readonly is: "cancelling"; readonly attempt: AttemptId; readonly by: string }
  /** It failed for good, and its error action has not ended yet. */
  | { readonly is: "handling"; readonly by: ActionId; readonly attempts: number; readonly error: ActionError }
  | { readonly is: "succeeded"; readonly attempt: AttemptId }
  /** It succeeded, and is executed again because a dataset of it was lost. */
  | { readonly is: "remaking"; readonly attempt: AttemptId; readonly succeeded: AttemptId }
  | { readonly is: "reused"; readonly run: string }
  | { readonly is: "failed"; readonly attempts: number; readonly error: ActionError }
  | { readonly is: "handled"; readonly by: ActionId; readonly error: ActionError }
  | { readonly is: "cancelled"; readonly clean: boolean; readonly left: readonly string[] }
  | { readonly is: "skipped"; readonly because: SkipReason };

export interface AttemptState {
  readonly id: AttemptId;
  readonly action: ActionId;
  readonly number: number;
  readonly cause: AttemptCause;
  readonly host: HostId;
  /** Published so far; others see it when the attempt has succeeded. */
  readonly published: readonly PublishedDataset[];
  readonly life: AttemptLife;
  readonly stop: AttemptStop;
}

export type AttemptLife =
  | { readonly is: "requested" }
  | { readonly is: "running"; readonly since: number }
  | { readonly is: "succeeded" }
  | { readonly is: "failed"; readonly error: ActionError }
  | { readonly is: "cancelled"; readonly clean: boolean; readonly left: readonly string[] }
  | { readonly is: "lost" };

/** `expired`: its time is over. `asked`: it was told to stop. `overdue`: it did not within its grace. */
export type AttemptStop =
  | { readonly is: "none" }
  | { readonly is: "expired" }
  | { readonly is: "asked" | "overdue"; readonly by: string; readonly graceMs: number };

export interface HostState {
  readonly id: HostId;
  readonly planned: PlannedHostId;
  readonly life: HostLife;
}

export type HostLife =
  | { readonly is: "requested" }
  | { readonly is: "started" }
  | { readonly is: "ready" }
  | { readonly is: "ending"; readonly how: "shutdown" | "kill"; readonly overdue: boolean; readonly reason: string }
  /** `idle`: no attempt was on it. */
  | { readonly is: "lost"; readonly idle: boolean; readonly reason: string }
  | { readonly is: "failed"; readonly error: ActionError }
  | { readonly is: "ended" };

export interface PendingTimer {
  readonly id: string;
  readonly dueAt: number;
  readonly purpose: TimerPurpose;
}

export interface DatasetState {
  readonly action: ActionId;
  readonly dataset: PublishedDataset;
  /** The host that holds the object, while that lives. */
  readonly on: HostId | undefined;
}

export type RunCancel =
  | { readonly is: "none" }
  /** `kill`: it was asked for twice, and nothing is waited for. */
  | { readonly is: "asked" | "kill"; readonly by: string; readonly reason: string; readonly graceMs: number };

export type RunEnd =
  | { readonly is: "open" }
  | { readonly is: "ended"; readonly status: RunStatus; readonly reason: string };

/** Names of actions and datasets may hold anything but NUL. */
export function datasetKey(action: ActionId, name: string): string {
  return `${action}\0${name}`;
}
