import * as v from "valibot";
import type { JsonObject } from "../../model/json.ts";
import { json } from "../messages/values.ts";

const ms = v.pipe(v.number(), v.integer(), v.minValue(0));
const fields: v.GenericSchema<JsonObject> = v.record(v.string(), json);
const yes = v.literal(true);

/** What the player of a vector can do to either side. Messages are given without `jsonrpc`. */
const commonSteps = [
  /** Sends a message; placeholders are filled in. */
  v.strictObject({ send: json }),
  /** Sends text as it is, without a line feed of its own. */
  v.strictObject({ sendText: json }),
  /** Sends the last message once more. */
  v.strictObject({ repeat: yes }),
  /**
   * The next message must match. Answers and notifications are looked for apart, since their order is free; output,
   * progress, logs and statements are passed over unless asked for.
   */
  v.strictObject({ expect: json, withinMs: v.optional(ms) }),
  /** For so long, no message may come that `expect` doesn't pass over. */
  v.strictObject({ expectNothing: ms }),
  /** The peer must close the connection. */
  v.strictObject({ expectClosed: yes, withinMs: v.optional(ms) }),
  /** Closes the connection. */
  v.strictObject({ drop: yes }),
  /** Neither reads nor writes the connection any more, and leaves it open. */
  v.strictObject({ halfOpen: yes }),
  v.strictObject({ delay: ms }),
] as const;

/** A dialogue in which the player is the runner. */
const leaderStep = v.union([
  ...commonSteps,
  /** Dials the leader. */
  v.strictObject({ connect: yes }),
  /** Makes the leader ask something, under a name. */
  v.strictObject({ ask: v.strictObject({ method: v.string(), params: json }), as: v.string() }),
  /** What that came to: `{ok: true, value}` or `{ok: false, diagnostics}`. */
  v.strictObject({ answered: v.string(), matches: json }),
  /** Exactly these messages reach the leader's consumer next. */
  v.strictObject({ delivered: v.array(json) }),
  /** The leader's consumer says that everything up to this number is durable. */
  v.strictObject({ acknowledge: ms }),
  /** What the invitation came to: `{ok: true}` or `{ok: false, diagnostics}`. */
  v.strictObject({ invited: json }),
  /** The session has ended so: `{is: "closed" | "lost" | "broken"}`. */
  v.strictObject({ ended: json }),
]);

/** A dialogue in which the player is the leader. */
const runnerStep = v.union([
  ...commonSteps,
  /** Waits for the runner to dial. */
  v.strictObject({ connect: yes }),
  /**
   * Waits for the runner to dial, and welcomes it; the fields are the welcome's. With `silenceMs` the player sends
   * empty lines from then on.
   */
  v.strictObject({ accept: fields }),
  /** Asks for an attempt that does what the snippet does; the request's id is `run <attempt>`. */
  v.strictObject({
    run: v.strictObject({ attempt: v.string(), does: v.string(), with: v.optional(fields, {}) }),
  }),
  /** All that the attempt has printed so far on that stream. */
  v.strictObject({
    printed: v.strictObject({ attempt: v.string(), stream: v.picklist(["stdout", "stderr"]), text: json }),
  }),
  /** Writes files below the vector's `folder`, which paths in messages lie in. */
  v.strictObject({ write: v.record(v.string(), v.string()) }),
  /** At the path lies a dataset in CSV, of exactly these rows; all values are texts. */
  v.strictObject({ dataset: v.strictObject({ path: json, rows: json }) }),
  /** For so long, no time of `everyMs` may pass without a byte of the runner. */
  v.strictObject({ expectAlive: ms, everyMs: ms }),
  /** Acknowledges everything received. */
  v.strictObject({ acknowledgeAll: yes }),
  /** No new connection is taken any more. */
  v.strictObject({ stopListening: yes }),
  /** The runner's process must end. */
  v.strictObject({ expectExit: yes, withinMs: v.optional(ms) }),
]);

const common = { name: v.string(), about: v.string() };

const leaderVector = v.strictObject({
  ...common,
  side: v.literal("leader"),
  /** How the runner is invited. */
  options: v.optional(
    v.strictObject({ epoch: v.optional(ms), lingerMs: v.optional(ms), silenceMs: v.optional(ms) }),
    {},
  ),
  steps: v.array(leaderStep),
});

const runnerVector = v.strictObject({ ...common, side: v.literal("runner"), steps: v.array(runnerStep) });

export const vector = v.variant("side", [leaderVector, runnerVector]);

/** Snippets by what they do, then by runner type: `{"prints hello": {"spark-scala": "println(\"hello\")"}}`. */
export const sources = v.record(v.string(), v.record(v.string(), v.string()));

export type Vector = v.InferOutput<typeof vector>;
export type LeaderVector = v.InferOutput<typeof leaderVector>;
export type RunnerVector = v.InferOutput<typeof runnerVector>;
export type CommonStep = v.InferOutput<(typeof commonSteps)[number]>;
export type LeaderStep = v.InferOutput<typeof leaderStep>;
export type RunnerStep = v.InferOutput<typeof runnerStep>;
export type Sources = v.InferOutput<typeof sources>;

/** What playing a vector came to. */
export type VectorResult =
  | { readonly is: "passed" }
  /** The runner has no snippet for what the vector needs. */
  | { readonly is: "skipped"; readonly why: string }
  /** `step` counts from 0; `transcript` is what went over the wire. */
  | { readonly is: "failed"; readonly step: number; readonly what: string; readonly transcript: readonly string[] };
