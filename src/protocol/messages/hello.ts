import * as v from "valibot";
import { count, name, strings } from "./values.ts";

/**
 * The messages of the runner protocol, version 1: JSON-RPC 2.0, one message per line. Requests go from the leader to
 * the runner, except `hello`, with which the runner opens every connection; what the runner tells goes as
 * notifications that bear `seq`, which the leader acknowledges by the notification `ack`.
 */
export const PROTOCOL_VERSION = 1;

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

export type Hello = v.InferOutput<typeof hello>;
export type Welcome = v.InferOutput<typeof welcome>;
