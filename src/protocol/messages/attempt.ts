import * as v from "valibot";
import { count, json, name, record, strings } from "./values.ts";

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
  }),
});

/** What a `spark-jar` action calls. */
export const mainClass = v.object({ class: name, args: strings });

export type Worker = v.InferOutput<typeof worker>;
