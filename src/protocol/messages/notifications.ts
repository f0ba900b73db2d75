import * as v from "valibot";
import { outcome } from "./answers.ts";
import { count, json, name } from "./values.ts";

/** The leader has kept all that the runner told up to `seq`. */
export const ack = v.object({ seq: count });

const ofAttempt = { seq: count, attempt: name };

/** What a runner tells, by method. */
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

export type NotificationName = keyof typeof notifications;
export type NotificationParams<M extends NotificationName> = v.InferOutput<(typeof notifications)[M]>;
/** What the runner tells, as one union. */
export type RunnerMessage = v.InferOutput<typeof runnerMessage>;
