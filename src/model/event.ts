import type { ActionId } from "./job.ts";
import type { JsonValue } from "./json.ts";
import type { PlannedHostId } from "./plan.ts";
import type { PublishedDataset } from "./published-dataset.ts";

export type { PublishedDataset } from "./published-dataset.ts";

/**
 * What happened in a run, in order; the one list that the record, every report, `--resume` and the tests read.
 * `fold` makes the `RunState` of it. Old records stay readable: fields are only added.
 */
export type Event = EventBase & EventBody;

export interface EventBase {
  /** From 1, without gaps. */
  readonly seq: number;
  /** Milliseconds since 1970, UTC. */
  readonly at: number;
  /** The leader that wrote it: grows with each leader of the run. */
  readonly epoch: number;
}

export type HostId = string;
export type AttemptId = string;
export type RunStatus = "succeeded" | "failed" | "cancelled" | "environment-failed";

/** Why an attempt is made. `first` and `retry` count against `retry.times`. */
export type AttemptCause = "first" | "retry" | "recompute" | "lost";

export type EventBody =
  | {
      readonly type: "run.created";
      readonly run: string;
      readonly job: string;
      readonly environment: string;
      readonly master: string;
      readonly source: SourceOrigin;
      readonly params: Readonly<Record<string, JsonValue>>;
      readonly resumes?: string;
    }
  | { readonly type: "leader.started"; readonly pid: number; readonly host: string; readonly version: string }
  | { readonly type: "host.requested"; readonly host: HostId; readonly planned: PlannedHostId }
  | { readonly type: "host.started"; readonly host: HostId; readonly pid?: number; readonly address?: string }
  | { readonly type: "host.ready"; readonly host: HostId; readonly runner: string; readonly version: string }
  | { readonly type: "host.lost"; readonly host: HostId; readonly reason: string }
  | { readonly type: "host.failed"; readonly host: HostId; readonly error: ActionError }
  /** The engine asks the host to end; `host.ended` or `host.lost` follows. */
  | {
      readonly type: "host.end-requested";
      readonly host: HostId;
      readonly how: "shutdown" | "kill";
      readonly reason: string;
    }
  | { readonly type: "host.ended"; readonly host: HostId; readonly reason: string }
  | {
      readonly type: "attempt.requested";
      readonly action: ActionId;
      readonly attempt: AttemptId;
      /** From 1, over all causes. */
      readonly number: number;
      readonly cause: AttemptCause;
      readonly host: HostId;
    }
  | { readonly type: "attempt.started"; readonly attempt: AttemptId }
  | {
      readonly type: "statement.started";
      readonly attempt: AttemptId;
      readonly index: number;
      readonly line: number;
      readonly endLine: number;
    }
  | {
      readonly type: "statement.finished";
      readonly attempt: AttemptId;
      readonly index: number;
      readonly ms: number;
      readonly name?: string;
      readonly valueType?: string;
      readonly value?: string;
      /** Rows of data; never recorded, present only in what a live reporter is handed. */
      readonly data?: boolean;
    }
  | {
      /** Output lies in the segment files of the attempt's stream: bytes `from` until `to`. */
      readonly type: "output";
      readonly attempt: AttemptId;
      readonly stream: "stdout" | "stderr";
      readonly from: number;
      readonly to: number;
    }
  | {
      readonly type: "progress";
      readonly attempt: AttemptId;
      readonly label: string;
      readonly done: number;
      readonly total: number;
      readonly unit: string;
    }
  | { readonly type: "published"; readonly attempt: AttemptId; readonly dataset: PublishedDataset }
  /** A figure or other file that the attempt left to be kept; it lies at `path`. */
  | {
      readonly type: "artifact";
      readonly attempt: AttemptId;
      readonly name: string;
      readonly path: string;
      readonly mime: string;
      readonly bytes?: number;
      readonly statement?: number;
    }
  | { readonly type: "dataset.released"; readonly action: ActionId; readonly name: string }
  | {
      readonly type: "log";
      readonly level: "debug" | "info" | "warn" | "error";
      readonly text: string;
      readonly attempt?: AttemptId;
      readonly host?: HostId;
    }
  | {
      readonly type: "attempt.ended";
      readonly attempt: AttemptId;
      readonly status: "succeeded" | "failed" | "cancelled" | "lost";
      readonly error?: ActionError;
      readonly clean?: boolean;
      readonly left?: readonly string[];
      /** How long its runner had it; what else passes between two attempts is the leader's, the protocol's, the record's. */
      readonly ms?: number;
    }
  | { readonly type: "timer.set"; readonly timer: string; readonly dueAt: number; readonly purpose: TimerPurpose }
  | { readonly type: "timer.fired"; readonly timer: string }
  | {
      readonly type: "cancel.requested";
      /** Who asked: `signal`, `control`, or for one attempt also `timeout`, `fail-fast`, `run`. */
      readonly by: string;
      /** Without it the whole run is meant; a second such request ends everything at once. */
      readonly attempt?: AttemptId;
      readonly reason: string;
      readonly graceMs: number;
    }
  /** The action has failed for good: no attempt follows. */
  | {
      readonly type: "action.failed";
      readonly action: ActionId;
      /** How many attempts it had, of whatever cause; 0 when it could not even be tried. */
      readonly attempts: number;
      readonly error: ActionError;
      /** The error action that runs now. */
      readonly errorAction?: ActionId;
    }
  /** The error action of a failed action has ended; `continues`: those after it run on, without its datasets. */
  | {
      readonly type: "action.handled";
      readonly action: ActionId;
      readonly by: ActionId;
      readonly flow: "continues" | "stops";
    }
  /** It had been tried, and a cancel came before its next attempt. */
  | { readonly type: "action.cancelled"; readonly action: ActionId; readonly reason: string }
  | { readonly type: "action.skipped"; readonly action: ActionId; readonly because: SkipReason }
  /** The result of an earlier run is used again. */
  | {
      readonly type: "action.reused";
      readonly action: ActionId;
      readonly run: string;
      readonly datasets: readonly PublishedDataset[];
    }
  | { readonly type: "run.ended"; readonly status: RunStatus; readonly reason: string };

export type TimerPurpose =
  | { readonly is: "retry"; readonly action: ActionId }
  | { readonly is: "timeout"; readonly attempt: AttemptId }
  | { readonly is: "cancel-grace"; readonly attempt: AttemptId }
  | { readonly is: "host-end"; readonly host: HostId; readonly step: "shutdown" | "kill" };

export type SkipReason =
  | { readonly is: "failed"; readonly action: ActionId }
  | { readonly is: "cancelled" }
  | { readonly is: "not-selected" }
  /** Its host could not be started, or was lost too often. */
  | { readonly is: "host-failed"; readonly host: PlannedHostId }
  | { readonly is: "not-needed"; readonly why: string }
  | { readonly is: "dataset-missing"; readonly action: ActionId; readonly name: string };

/** Where a run's sources came from. */
export interface SourceOrigin {
  /** The path or URL that was asked for, credentials removed. */
  readonly repo: string;
  readonly branch?: string;
  readonly commit?: string;
  readonly dirty: boolean;
  /** Digest of the source tree. */
  readonly digest: string;
}

/** A failure as the runner or the engine saw it. */
export interface ActionError {
  readonly type: string;
  readonly types: readonly string[];
  readonly message: string;
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly statement?: number;
  readonly stack: readonly StackFrame[];
  readonly cause?: ActionError;
  readonly retryable?: boolean;
  readonly phase: "start" | "compile" | "run" | "publish" | "timeout";
  readonly definedAt?: string;
  readonly hint?: string;
  readonly all?: readonly ActionError[];
}

export interface StackFrame {
  readonly function: string;
  readonly file?: string;
  readonly line?: number;
  readonly origin: "user" | "runtime" | "library";
}
