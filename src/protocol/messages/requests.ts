import * as v from "valibot";
import { actionEnv, attach, failure, mainClass, worker } from "./attempt.ts";
import { externalDataset, input, publication } from "./datasets.ts";
import { count, name, orFile, record, strings } from "./values.ts";

/** Starts an attempt. */
const runRequest = v.object({
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

/** Has the source of an attempt to come compiled, while others run. */
const compileRequest = v.object({
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
  /** For a worker that can attach before it has anything to run. */
  attach: v.exactOptional(attach),
});

/** Ends an attempt: at first so that it can clean up, after `graceMs` by force. */
const cancelRequest = v.object({ epoch: count, attempt: name, graceMs: count });
/** Asks for the first rows of a dataset that an attempt of `action` has published. */
const previewRequest = v.object({ epoch: count, action: name, name, limit: count });
/** Asks what an attempt that runs has defined so far. */
const inspectRequest = v.object({ epoch: count, attempt: name });
/** Lets go of a dataset that has no reader left: uncaches it and forgets the reference. */
const releaseRequest = v.object({ epoch: count, action: name, name });
/** Ends the runner; what still runs has `graceMs` to end by itself. */
const shutdownRequest = v.object({ epoch: count, graceMs: count });

/** What the leader asks, by method. */
export const requests = {
  run: runRequest,
  compile: compileRequest,
  cancel: cancelRequest,
  preview: previewRequest,
  inspect: inspectRequest,
  release: releaseRequest,
  shutdown: shutdownRequest,
} as const;

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

export type RequestName = keyof typeof requests;
export type RunRequest = v.InferInput<typeof runRequest>;
export type CompileRequest = v.InferInput<typeof compileRequest>;
/** What is asked; the epoch is the session's affair. */
export type RequestParams<M extends RequestName> = v.InferInput<(typeof requests)[M]>;
