import * as v from "valibot";
import type { RequestName } from "./requests.ts";
import { runnerError } from "./runner-error.ts";
import { count, json, name, strings } from "./values.ts";

/** How an attempt ended. */
export const outcome = {
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
const accepted = v.object({
  state: v.picklist(["accepted", "running", "ended", "refused"]),
  reason: v.exactOptional(v.string()),
  result: v.exactOptional(v.object(outcome)),
});

/** The answer to `compile`: the errors that `run` would have ended with; none means that it compiles. */
const compiled = v.object({ errors: v.array(runnerError), statements: v.exactOptional(count) });

/** The answer to `preview`. Each row is an object by column name, or a value where the dataset has no columns. */
const previewed = v.object({
  schema: v.exactOptional(json),
  rows: v.array(json),
  /** Whether there are more rows than these. */
  more: v.exactOptional(v.boolean()),
});

/** The answer to `inspect`: the names that the attempt has defined so far. */
const inspected = v.object({
  names: v.array(
    v.object({ name, type: v.string(), value: v.exactOptional(v.string()), data: v.exactOptional(v.boolean()) }),
  ),
});

/** The answer to a request that has nothing to tell. */
const done = v.object({});

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

export type Accepted = v.InferOutput<typeof accepted>;
export type Answer<M extends RequestName> = v.InferOutput<(typeof answers)[M]>;
