import type { JsonObject, JsonValue } from "../../model/json.ts";
import { isObject } from "./pattern.ts";

/**
 * From where a vector sees its runner. Vectors are written for a runner that has just been started; on one that has been
 * used before, numbers go on and names of attempts are taken.
 */
export interface Standpoint {
  /** The number of the last message before the vector began. */
  readonly seq: number;
  /** What the names of the vector's attempts begin with for the runner. */
  readonly prefix: string;
  /** How long the runner is to wait for its leader where the vector says that it shall not, in milliseconds. */
  readonly lingerMs: number;
}

/** That of a runner which has just been started. */
export const atFirst: Standpoint = { seq: 0, prefix: "", lingerMs: 0 };

/** A vector's message as the runner is to get it. */
export function toRunner(message: JsonObject, { seq, prefix, lingerMs }: Standpoint): JsonObject {
  const { result, params } = message;
  if (isObject(result) && typeof result["resumeFrom"] === "number") {
    const welcome = { ...result, resumeFrom: result["resumeFrom"] + seq, lingerMs: result["lingerMs"] || lingerMs };
    return { ...message, result: welcome };
  }
  if (!isObject(params)) return message;
  return { ...message, params: { ...moved(params, ["seq"], seq), ...attemptOf(params, (name) => prefix + name) } };
}

/** The runner's message as the vector expects it. */
export function fromRunner(message: JsonObject, { seq, prefix }: Standpoint): JsonObject {
  const { params } = message;
  if (!isObject(params)) return message;
  const stripped = (name: string) => (name.startsWith(prefix) ? name.slice(prefix.length) : name);
  return { ...message, params: { ...moved(params, ["seq", "lastSeq"], -seq), ...attemptOf(params, stripped) } };
}

function moved(params: JsonObject, keys: readonly string[], by: number): JsonObject {
  const shifted = Object.entries(params).map(([key, value]): [string, JsonValue] => [
    key,
    keys.includes(key) && typeof value === "number" ? value + by : value,
  ]);
  return Object.fromEntries(shifted);
}

function attemptOf({ attempt }: JsonObject, change: (name: string) => string): JsonObject {
  return typeof attempt === "string" ? { attempt: change(attempt) } : {};
}
