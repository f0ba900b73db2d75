import * as v from "valibot";
import { count, strings } from "./values.ts";

const frame = v.object({
  function: v.string(),
  file: v.exactOptional(v.string()),
  line: v.exactOptional(count),
  /** `user`: the action's own source; `runtime`: ours; `library`: all else. */
  origin: v.picklist(["user", "runtime", "library"]),
});

/** What went wrong in an attempt. */
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
