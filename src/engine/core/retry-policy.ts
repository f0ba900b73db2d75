import type { ActionError } from "../../model/event.ts";
import type { Retry } from "../../model/job.ts";

/** How often an action may be executed again because its host was lost, or was ended for another action's sake. */
export const lostLimit = 3;

/**
 * Whether the error is one to try again, whatever the count says. `only` decides alone where it is given; otherwise what
 * cannot change by itself (the compiler's errors, what the runner calls final) is not tried again.
 */
export function isRetryable(error: ActionError, retry: Retry): boolean {
  if (retry.only !== undefined) return matchesAny(error, retry.only);
  if (retry.except !== undefined && matchesAny(error, retry.except)) return false;
  return error.phase !== "compile" && error.retryable !== false;
}

/** How long to wait before the n-th re-execution, from 1. */
export function retryDelayMs(retry: Retry, n: number): number {
  const delay = retry.backoff === "exponential" ? retry.delayMs * 2 ** (n - 1) : retry.delayMs;
  return Math.min(delay, retry.maxDelayMs);
}

/** Names of the thrown class, its superclasses, and those of every cause; `*` stands for any text. */
function matchesAny(error: ActionError, patterns: readonly string[]): boolean {
  const names = namesOf(error);
  return patterns.some((pattern) => names.some((name) => matches(name, pattern)));
}

function namesOf(error: ActionError): readonly string[] {
  const own = [error.type, ...error.types];
  return error.cause === undefined ? own : [...own, ...namesOf(error.cause)];
}

function matches(name: string, pattern: string): boolean {
  if (!pattern.includes("*")) return name === pattern;
  const expression = pattern.split("*").map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
  return new RegExp(`^${expression.join(".*")}$`, "s").test(name);
}
