import * as v from "valibot";
import type { JsonValue } from "../model/json.ts";

/**
 * The messages of the runner protocol, version 1: JSON-RPC 2.0, one message per line. Requests go from the leader to
 * the runner, except `hello`, with which the runner opens every connection; what the runner tells goes as
 * notifications that bear `seq`, which the leader acknowledges by the notification `ack`.
 */
export const PROTOCOL_VERSION = 1;

/** The longest line that either side may send, in bytes, without its line feed. */
export const MAX_LINE_BYTES = 1024 * 1024;

/** The codes of JSON-RPC errors: JSON-RPC's own, and from -32001 on this protocol's. */
export const rpcCodes = {
  malformed: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** A `hello` that is not let in. No detail: whoever asks may have no business here. */
  refused: -32001,
  /** No common version; the message names those that the leader speaks. */
  version: -32002,
  /** The sender has an older epoch than the receiver: a newer leader has taken over. */
  epoch: -32003,
} as const;

const name = v.pipe(v.string(), v.minLength(1));
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const strings = v.array(v.string());
const record = <T extends v.GenericSchema>(value: T) => v.record(v.string(), value);

/** Any JSON value. */
export const json: v.GenericSchema<JsonValue> = v.lazy(() =>
  v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(json), v.record(v.string(), json)]),
);

/** Opens a connection. The first one bears `token`, a reconnect the `key` that the welcome gave. */
export const hello = v.object({
  protocol: v.array(count),
  token: v.exactOptional(v.string()),
  key: v.exactOptional(v.string()),
  runner: name,
  version: v.string(),
  types: strings,
  /** How many attempts it runs at once. */
  capacity: v.pipe(v.number(), v.integer(), v.minValue(1)),
  pid: count,
  host: v.string(),
  /** The last sequence number that the runner has given out; 0 on the first connection. */
  lastSeq: count,
  epoch: count,
});

/** The answer to `hello`. The runner sends again everything after `resumeFrom`. */
export const welcome = v.object({
  protocol: v.literal(PROTOCOL_VERSION),
  session: name,
  key: name,
  resumeFrom: count,
  lingerMs: count,
  /**
   * After so much silence either side takes the other for dead. Whoever has had nothing to say for a third of it sends
   * an empty line. Without it, as on one machine, silence means nothing.
   */
  silenceMs: v.exactOptional(v.pipe(count, v.minValue(1))),
  epoch: count,
});

/** A dataset that an attempt reads. `as: reference` is an object of the same host; otherwise it lies at `path`. */
export const input = v.object({
  action: name,
  name,
  as: v.picklist(["reference", "file"]),
  path: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
  schema: v.exactOptional(json),
});

/**
 * A dataset that an attempt is to publish when its last statement has succeeded; the name `*` means every other dataset
 * that it has defined or registered. An `optional` one is passed over where it is not defined or no dataset.
 */
export const publication = v.object({
  name,
  policy: v.picklist(["reference", "cache", "checkpoint", "file"]),
  optional: v.exactOptional(v.boolean()),
  path: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
});

/** What an error action learns of its parent's failure. */
export const failure = v.object({
  action: name,
  type: v.string(),
  message: v.string(),
  file: v.exactOptional(v.string()),
  line: v.exactOptional(count),
  attempts: count,
});

/** The `env` object of an action; `configuration` and `params` keep their types. */
export const actionEnv = v.object({
  name: v.string(),
  master: v.string(),
  inputRootPath: v.string(),
  outputRootPath: v.string(),
  workingDir: v.string(),
  configuration: record(json),
  params: record(json),
});

/** A value or, where it could pass the line limit, a file of the attempt that holds it. */
const orFile = <T extends v.GenericSchema>(value: T) =>
  v.union([v.object({ inline: value }), v.object({ path: v.string() })]);

/**
 * An external dataset of the environment's `datasets.yml`: a file where `uri` is given, a table where `table` is, and
 * else one that only the action's own code can make sense of, by its `keys`.
 */
export const externalDataset = v.object({
  name,
  uri: v.exactOptional(v.string()),
  format: v.exactOptional(v.string()),
  table: v.exactOptional(v.string()),
  mode: v.exactOptional(v.picklist(["overwrite", "append", "overwrite-partitions", "error"])),
  /** Columns by whose values it is parted when it is written. */
  partitionBy: v.exactOptional(strings),
  options: v.optional(record(v.string()), {}),
  /** All that the environment says of it, types kept. */
  keys: v.exactOptional(record(json)),
  /** Where: `env/dev/datasets.yml:3`. */
  definedAt: v.exactOptional(v.string()),
});

/**
 * The program that runs attempts of a type which the receiver does not run itself: it starts the program, or uses an
 * idle one of equal command and environment again, and is its leader.
 */
export const worker = v.object({ command: v.pipe(strings, v.minLength(1)), env: record(v.string()) });

/** How a worker reaches the Spark session of the host that started it: a py4j server on loopback, for it alone. */
export const attach = v.object({
  spark: v.object({
    port: count,
    /** Holds the server's secret; only the user can read it, and the worker deletes it. */
    secretFile: name,
    /** To be set on the thread of the JVM before every statement, as are the local `properties`. */
    jobGroup: v.string(),
    properties: record(v.string()),
  }),
});

/** What a `spark-jar` action calls. */
export const mainClass = v.object({ class: name, args: strings });

export const runRequest = v.object({
  epoch: count,
  attempt: name,
  action: name,
  /** The runner type, such as `spark-scala`. */
  type: name,
  /** The source's path in the repo, as the user knows it; for messages and stack traces. */
  file: v.exactOptional(v.string()),
  source: v.exactOptional(orFile(v.string())),
  firstLine: v.optional(v.pipe(count, v.minValue(1)), 1),
  /** Where the compiled form of this very source is kept, or is to be kept. */
  compiled: v.exactOptional(v.object({ path: v.string() })),
  main: v.exactOptional(mainClass),
  /** Arguments of a script: `sys.argv[1:]`, `"$@"`. */
  args: v.optional(strings, []),
  /** Environment variables of the attempt alone. */
  envVars: v.optional(record(v.string()), {}),
  /** A folder with the repo's files as they were when the run began; `file` lies in it. */
  sourceRoot: v.exactOptional(v.string()),
  /** A folder for figures and other files that are kept with the run; whoever writes first makes it. */
  artifacts: v.exactOptional(v.string()),
  worker: v.exactOptional(worker),
  env: orFile(actionEnv),
  inputs: v.array(input),
  publish: v.array(publication),
  failure: v.exactOptional(failure),
  attach: v.exactOptional(attach),
  /** Settings of the action's own session, such as `spark.sql.shuffle.partitions`. */
  conf: v.optional(record(v.string()), {}),
  /** What `loadDataset` and `persistDataset` know by name. */
  sources: v.optional(v.array(externalDataset), []),
  options: v.object({
    /** `own`: a new Spark session for the attempt. `shared`: the session of all actions. */
    session: v.picklist(["own", "shared"]),
    /** Whether values shown may contain rows of data. */
    showData: v.boolean(),
  }),
});

export const compileRequest = v.object({
  epoch: count,
  action: name,
  type: name,
  file: v.exactOptional(v.string()),
  source: orFile(v.string()),
  firstLine: v.optional(v.pipe(count, v.minValue(1)), 1),
  compiled: v.exactOptional(v.object({ path: v.string() })),
  sourceRoot: v.exactOptional(v.string()),
  /** Asks to have such a worker ready for the `run` that follows. */
  worker: v.exactOptional(worker),
  /** For a worker that can attach before it has anything to run; its job group is empty. */
  attach: v.exactOptional(attach),
});

export const cancelRequest = v.object({ epoch: count, attempt: name, graceMs: count });
export const previewRequest = v.object({ epoch: count, action: name, name, limit: count });
export const inspectRequest = v.object({ epoch: count, attempt: name });
/** Lets go of a dataset that has no reader left: uncaches it and forgets the reference. */
export const releaseRequest = v.object({ epoch: count, action: name, name });
export const shutdownRequest = v.object({ epoch: count, graceMs: count });
export const ack = v.object({ seq: count });

export const requests = {
  run: runRequest,
  compile: compileRequest,
  cancel: cancelRequest,
  preview: previewRequest,
  inspect: inspectRequest,
  release: releaseRequest,
  shutdown: shutdownRequest,
} as const;

const frame = v.object({
  function: v.string(),
  file: v.exactOptional(v.string()),
  line: v.exactOptional(count),
  /** `user`: the action's own source; `runtime`: ours; `library`: all else. */
  origin: v.picklist(["user", "runtime", "library"]),
});

export interface RunnerError {
  type: string;
  /** Names of the superclasses or conditions, nearest first, without `type`. */
  types: string[];
  message: string;
  file?: string;
  line?: number;
  column?: number;
  /** Index of the statement. */
  statement?: number;
  stack: v.InferOutput<typeof frame>[];
  cause?: RunnerError;
  /** `false`: trying again cannot help. */
  retryable?: boolean;
  phase: "start" | "compile" | "run" | "publish";
  /** Where a lazy dataset whose code failed was defined: `start.scala:6`. */
  definedAt?: string;
  hint?: string;
  /** Further errors of the same phase. */
  all?: RunnerError[];
}
export const runnerError: v.GenericSchema<RunnerError> = v.object({
  type: v.string(),
  types: strings,
  message: v.string(),
  file: v.exactOptional(v.string()),
  line: v.exactOptional(count),
  column: v.exactOptional(count),
  statement: v.exactOptional(count),
  stack: v.array(frame),
  cause: v.exactOptional(v.lazy(() => runnerError)),
  retryable: v.exactOptional(v.boolean()),
  phase: v.picklist(["start", "compile", "run", "publish"]),
  definedAt: v.exactOptional(v.string()),
  hint: v.exactOptional(v.string()),
  all: v.exactOptional(v.array(v.lazy(() => runnerError))),
});

/** How an attempt ended. */
const outcome = {
  status: v.picklist(["succeeded", "failed", "cancelled"]),
  error: v.exactOptional(runnerError),
  /** After a cancel: whether all its work has stopped, and else what has not. */
  clean: v.exactOptional(v.boolean()),
  left: v.exactOptional(v.array(v.string())),
  /** JVM-wide state that the attempt changed (default zone, system properties …), which bars the host from reuse. */
  touched: v.exactOptional(strings),
  /** How long the runner had the attempt: from reading its request to telling its end. */
  ms: v.exactOptional(v.number()),
};

/**
 * The answer to `run` and `cancel`: whether it is taken. `run` of a known attempt starts nothing and tells that
 * attempt's state: `running`, or `ended` with its result. `cancel` of an attempt that is not running says `ended`.
 */
export const accepted = v.object({
  state: v.picklist(["accepted", "running", "ended", "refused"]),
  reason: v.exactOptional(v.string()),
  result: v.exactOptional(v.object(outcome)),
});

/** The answer to `compile`: the errors that `run` would have ended with; none means that it compiles. */
export const compiled = v.object({ errors: v.array(runnerError), statements: v.exactOptional(count) });

/** The answer to `preview`. Each row is an object by column name, or a value where the dataset has no columns. */
export const previewed = v.object({
  schema: v.exactOptional(json),
  rows: v.array(json),
  /** Whether there are more rows than these. */
  more: v.exactOptional(v.boolean()),
});

/** The answer to `inspect`: the names that the attempt has defined so far. */
export const inspected = v.object({
  names: v.array(
    v.object({ name, type: v.string(), value: v.exactOptional(v.string()), data: v.exactOptional(v.boolean()) }),
  ),
});

/** The answer to a request that has nothing to tell. */
export const done = v.object({});

/** The shape of each request's answer. */
export const answers = {
  run: accepted,
  compile: compiled,
  cancel: accepted,
  preview: previewed,
  inspect: inspected,
  release: done,
  shutdown: done,
} as const;

const ofAttempt = { seq: count, attempt: name };

export const notifications = {
  "statement.started": v.object({ ...ofAttempt, index: count, line: count, endLine: count }),
  "statement.finished": v.object({
    ...ofAttempt,
    index: count,
    ms: v.number(),
    name: v.exactOptional(v.string()),
    type: v.exactOptional(v.string()),
    /** A short rendering of the value; cut values say how long they were. */
    value: v.exactOptional(v.string()),
    /** Whether `value` holds rows of data, which are shown only on request. */
    data: v.exactOptional(v.boolean()),
  }),
  output: v.object({ ...ofAttempt, stream: v.picklist(["stdout", "stderr"]), text: v.string() }),
  progress: v.object({ ...ofAttempt, label: v.string(), done: v.number(), total: v.number(), unit: v.string() }),
  published: v.object({
    ...ofAttempt,
    name,
    /** `dataframe`, `dataset`, `rdd` … */
    kind: v.string(),
    as: v.picklist(["reference", "cache", "checkpoint", "file"]),
    schema: v.exactOptional(json),
    path: v.exactOptional(v.string()),
    format: v.exactOptional(v.string()),
    bytes: v.exactOptional(count),
    /** `file:line` of the statement that defined it. */
    definedAt: v.exactOptional(v.string()),
  }),
  /** A figure or other file that is kept with the run. */
  artifact: v.object({
    ...ofAttempt,
    name,
    path: name,
    /** Media type, such as `image/png`. */
    mime: v.string(),
    bytes: v.exactOptional(count),
    /** Index of the statement that made it. */
    statement: v.exactOptional(count),
  }),
  log: v.object({
    seq: count,
    attempt: v.exactOptional(name),
    level: v.picklist(["debug", "info", "warn", "error"]),
    text: v.string(),
  }),
  ended: v.object({ ...ofAttempt, ...outcome }),
} as const;

const said = <M extends NotificationName>(method: M) =>
  v.object({ method: v.literal(method), params: notifications[method] });

/** Anything that a runner tells, by its method. */
export const runnerMessage = v.variant("method", [
  said("output"),
  said("statement.started"),
  said("statement.finished"),
  said("progress"),
  said("published"),
  said("artifact"),
  said("log"),
  said("ended"),
]);

const asked = <M extends RequestName>(method: M) => v.object({ method: v.literal(method), params: requests[method] });

/** Anything that the leader asks, by its method. */
export const leaderRequest = v.variant("method", [
  asked("run"),
  asked("compile"),
  asked("cancel"),
  asked("preview"),
  asked("inspect"),
  asked("release"),
  asked("shutdown"),
]);

export type Hello = v.InferOutput<typeof hello>;
export type Welcome = v.InferOutput<typeof welcome>;
export type RunRequest = v.InferInput<typeof runRequest>;
export type CompileRequest = v.InferInput<typeof compileRequest>;
export type Accepted = v.InferOutput<typeof accepted>;
export type Input = v.InferOutput<typeof input>;
export type ExternalDataset = v.InferInput<typeof externalDataset>;
export type Publication = v.InferOutput<typeof publication>;
export type Worker = v.InferOutput<typeof worker>;
export type RequestName = keyof typeof requests;
/** What is asked; the epoch is the session's affair. */
export type RequestParams<M extends RequestName> = v.InferInput<(typeof requests)[M]>;
export type Answer<M extends RequestName> = v.InferOutput<(typeof answers)[M]>;
export type LeaderRequest = v.InferOutput<typeof leaderRequest>;
export type NotificationName = keyof typeof notifications;
export type NotificationParams<M extends NotificationName> = v.InferOutput<(typeof notifications)[M]>;
/** What the runner tells, as one union. */
export type RunnerMessage = v.InferOutput<typeof runnerMessage>;
