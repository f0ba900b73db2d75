import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionError, AttemptCause, AttemptId, Event, EventBody, HostId } from "../model/event.ts";
import type { ActionId } from "../model/job.ts";
import type { PlannedAction, PlannedHost } from "../model/plan.ts";
import type { RunState } from "../model/run-state.ts";
import type { Accepted } from "../protocol/messages/answers.ts";
import type { CompileRequest, RunRequest } from "../protocol/messages/requests.ts";
import type { ResolvedInput } from "./core/inputs.ts";

/**
 * What the engine needs of the world. Expected failures are returned; a port that throws or rejects has a bug, and
 * ends the run as one.
 */
export interface Ports {
  readonly store: RunStore;
  readonly output: OutputStore;
  readonly hosts: Hosts;
  readonly framework: Framework;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Is handed the events that have become durable, and the state after them. Must not throw. */
  readonly listen: (events: readonly Event[], state: RunState) => void;
}

/** Keeps the events of runs. Appends of one run are atomic and in order; the suite in state/ says what it promises. */
export interface RunStore {
  /** Becomes the leader of a run: its epoch grows by one, and appends of every older one are refused from now on. */
  lead(run: string): Promise<Lead>;
  /** Durable when it returns `appended`. The first event must bear `expectedSeq`. */
  append(run: string, lead: AppendTo, events: readonly Event[]): Promise<Appended>;
  /** The events after `afterSeq`, in order, in portions. */
  read(run: string, afterSeq?: number): AsyncIterable<readonly Event[]>;
}

export type Lead =
  | { readonly is: "leading"; readonly epoch: number; readonly lastSeq: number }
  | { readonly is: "failed"; readonly diagnostic: Diagnostic };

export interface AppendTo {
  readonly epoch: number;
  readonly expectedSeq: number;
}

/** `superseded`: another leader has taken over. `failed`: nothing was kept, such as on a full disk. */
export type Appended =
  | { readonly is: "appended" }
  | { readonly is: "superseded" }
  | { readonly is: "failed"; readonly diagnostic: Diagnostic };

/** Keeps what actions print, outside of the events. */
export interface OutputStore {
  /** Appends, and says where it lies: bytes `from` until `to` of the attempt's stream. */
  append(run: string, attempt: AttemptId, stream: "stdout" | "stderr", text: string): Promise<OutputAppended>;
  /** Nothing more comes of this attempt. */
  close(run: string, attempt: AttemptId): Promise<void>;
}

export type OutputAppended =
  | { readonly is: "appended"; readonly from: number; readonly to: number }
  | { readonly is: "failed"; readonly diagnostic: Diagnostic };

/** Starts the processes that execute actions, wherever that is. */
export interface Hosts {
  /**
   * Starts the host of an intent; `id` is the name that process, YARN tag or pod label bear. Returns as soon as the
   * process is there; the message `host.ready` comes when it can take attempts. Starts no second one for an id that has
   * a living process, nor after `find` was called with a newer epoch.
   */
  start(request: HostRequest): Promise<HostStarted>;
  /**
   * After a crash: the living host of that intent, connected to this leader, or nothing when there is none. From then
   * on starts of that id, and requests to that host, by leaders of an older epoch are refused.
   */
  find(request: HostRequest): Promise<HostHandle | undefined>;
}

export interface HostRequest {
  readonly run: string;
  readonly id: HostId;
  readonly planned: PlannedHost;
  readonly epoch: number;
}

export type HostStarted =
  | { readonly is: "started"; readonly handle: HostHandle }
  | { readonly is: "superseded" }
  | { readonly is: "failed"; readonly error: ActionError };

/** One living host, whatever it is made of. Its methods return when the request is sent or answered, and never wait for the work. */
export interface HostHandle {
  readonly pid?: number;
  readonly address?: string;
  /**
   * What it tells, in order, read by one reader; ends when the host is gone. The next message is asked for only when
   * the one before is taken care of, so a fast host is slowed down instead of filling the memory.
   */
  messages(): AsyncIterable<HostMessage>;
  /** Resolves when it is gone: its process has ended, or silence has declared it dead. Never rejects. */
  readonly closed: Promise<HostClosed>;
  /** Idempotent per attempt. `gone`: the host cannot be reached; `closed` resolves soon. */
  run(request: RunRequest): Promise<Answer>;
  /** Compiles without running; failures show when the action runs. Resolves when the host has done or refused it. */
  compile(request: CompileRequest): Promise<void>;
  /** Asks an attempt to stop; its `attempt.ended` tells when it has. `refused`: the host knows no such attempt. */
  cancel(attempt: AttemptId, graceMs: number): Promise<Answer>;
  /** Lets go of a dataset that has no reader left. */
  release(action: ActionId, name: string): Promise<void>;
  /** All messages until this one are durable; it need not keep them for a repetition. */
  acknowledge(seq: number): void;
  /** Asks it to end itself and its children; `closed` tells when. A warm host may go back to its pool instead. */
  shutdown(graceMs: number): Promise<void>;
  /** Ends it at once, with its children. */
  kill(reason: string): Promise<void>;
  /** Another leader has it now: closes the connection and leaves it alone. */
  detach(): void;
}

export type Answer = Accepted | { readonly state: "gone"; readonly reason: string };

export interface HostClosed {
  /** Whether it ended because it was asked to. */
  readonly asked: boolean;
  /** For people: `killed by signal 9 (SIGKILL)`. */
  readonly reason: string;
}

/** `seq` grows by message; a repeated one is passed over. */
export interface HostMessage {
  readonly seq: number;
  readonly body: HostTells;
}

export type HostTells =
  | { readonly type: "host.ready"; readonly runner: string; readonly version: string }
  | {
      readonly type: "printed";
      readonly attempt: AttemptId;
      readonly stream: "stdout" | "stderr";
      readonly text: string;
    }
  | Extract<
      EventBody,
      {
        type:
          | "attempt.started"
          | "statement.started"
          | "statement.finished"
          | "progress"
          | "published"
          | "artifact"
          | "log"
          | "attempt.ended";
      }
    >;

/** Makes requests of planned actions; knows languages, paths and where secrets come from. */
export interface Framework {
  /** The failure to make one (an unknown secret, a vanished source) becomes the attempt's failure, of phase `start`. */
  requestFor(action: PlannedAction, attempt: AttemptContext): Promise<Requested<RunRequest>>;
  /** Nothing where the action's language has nothing to compile ahead. */
  compileRequestFor(action: PlannedAction, epoch: number): Promise<CompileRequest | undefined>;
}

export type Requested<T> =
  | { readonly is: "request"; readonly request: T }
  | { readonly is: "failed"; readonly error: ActionError };

/** What only the run knows of an attempt. */
export interface AttemptContext {
  readonly run: string;
  readonly epoch: number;
  readonly attempt: AttemptId;
  readonly number: number;
  readonly cause: AttemptCause;
  readonly host: HostId;
  readonly inputs: readonly ResolvedInput[];
  /** For an error action: of the failed action; for the job's own: of the first one. */
  readonly failure?: Failure;
}

export interface Failure {
  readonly action: ActionId;
  readonly error: ActionError;
  readonly attempts: number;
}

export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number;
  /** Calls back at `dueAt`, or soon when that is past; returns what takes it back. */
  timer(dueAt: number, fire: () => void): () => void;
}

/** Takes secrets out of all that is kept or shown. */
export interface Redactor {
  event(body: EventBody): EventBody;
  /** For one stream of one attempt: may hold back a text's end until it is known to be harmless. */
  stream(): { push(text: string): string; end(): string };
}
