import type { EventBody, HostId } from "../model/event.ts";
import type { AttemptState, RunState } from "../model/run-state.ts";
import { hostNotStartedError, selfCancelledError, timeoutError } from "./core/errors.ts";
import { hasEnded } from "./core/fold-attempt.ts";
import { isGone } from "./core/fold-host.ts";
import type { HostClosed, HostTells } from "./ports.ts";

/** What a host tells, with the text it printed already kept elsewhere. */
export type Told = Exclude<HostTells, { type: "printed" }> | Extract<EventBody, { type: "output" }>;

/**
 * What of a host's message belongs into the record: nothing when it comes late, twice, or from a host that does not have
 * the attempt. An end is put as what it means here: what a timeout or a cancel stopped did not fail by itself.
 */
export function admit(state: RunState, from: HostId, told: Told): readonly EventBody[] {
  const host = state.hosts.get(from);
  if (host === undefined || isGone(host)) return [];
  if (told.type === "host.ready") {
    const isEarlier = host.life.is === "requested" || host.life.is === "started";
    return isEarlier ? [{ ...told, host: from }] : [];
  }
  if (told.attempt === undefined) return told.type === "log" ? [{ ...told, host: from }] : [];
  const attempt = state.attempts.get(told.attempt);
  if (attempt === undefined || attempt.host !== from || hasEnded(attempt)) return [];
  if (told.type === "attempt.started") return attempt.life.is === "requested" ? [told] : [];
  return told.type === "attempt.ended" ? [endOf(attempt, told)] : [told];
}

type Ended = Extract<EventBody, { type: "attempt.ended" }>;

function endOf(attempt: AttemptState, ended: Ended): Ended {
  if (ended.status === "succeeded") return ended;
  const { stop } = attempt;
  if (stop.is === "none") {
    return ended.status === "cancelled" ? { ...ended, status: "failed", error: selfCancelledError() } : ended;
  }
  const isTimeout = stop.is === "expired" || stop.by === "timeout";
  return isTimeout
    ? { ...ended, status: "failed", error: timeoutError(ended.error) }
    : { ...ended, status: "cancelled" };
}

/** A host that is gone: as it was asked to, or lost; or failed, where it never could take an attempt. */
export function admitClosed(state: RunState, from: HostId, closed: HostClosed): readonly EventBody[] {
  const host = state.hosts.get(from);
  if (host === undefined || isGone(host)) return [];
  if (closed.asked || host.life.is === "ending") return [{ type: "host.ended", host: from, reason: closed.reason }];
  // What kept it from starting would keep the next one from it, too.
  if (host.life.is !== "ready") return [{ type: "host.failed", host: from, error: hostNotStartedError(closed.reason) }];
  return [{ type: "host.lost", host: from, reason: closed.reason }];
}
