import type { Event } from "../../model/event.ts";
import type { HostLife, HostState, RunState } from "../../model/run-state.ts";
import { hasEnded } from "./fold-attempt.ts";
import { replaced } from "./replaced.ts";

type HostEvent =
  | Extract<
      Event,
      {
        type:
          | "host.requested"
          | "host.started"
          | "host.ready"
          | "host.end-requested"
          | "host.lost"
          | "host.failed"
          | "host.ended";
      }
    >
  | { readonly type: "host.overdue"; readonly host: string };

/** A process: `requested → started → ready → ending → ended`, from each of them also `lost`, and `failed` before it is ready. */
export function foldHost(state: RunState, event: HostEvent): RunState {
  if (event.type === "host.requested") {
    const host: HostState = { id: event.host, planned: event.planned, life: { is: "requested" } };
    return { ...state, hosts: replaced(state.hosts, host.id, host) };
  }
  const host = state.hosts.get(event.host);
  if (host === undefined) throw new Error(`the record names the host ${event.host} without having requested it`);
  if (isGone(host)) return state;
  const life = lifeAfter(state, host, event);
  const changed = { ...state, hosts: replaced(state.hosts, host.id, { ...host, life }) };
  return isGone({ ...host, life }) ? withoutItsObjects(changed, host.id) : changed;
}

export function isGone(host: HostState): boolean {
  return host.life.is === "lost" || host.life.is === "failed" || host.life.is === "ended";
}

function lifeAfter(state: RunState, host: HostState, event: Exclude<HostEvent, { type: "host.requested" }>): HostLife {
  switch (event.type) {
    case "host.started":
      return host.life.is === "requested" ? { is: "started" } : host.life;
    case "host.ready":
      return host.life.is === "ending" ? host.life : { is: "ready" };
    case "host.end-requested":
      return { is: "ending", how: event.how, overdue: false, reason: event.reason };
    case "host.overdue":
      return host.life.is === "ending" ? { ...host.life, overdue: true } : host.life;
    case "host.lost":
      return { is: "lost", idle: !hasAttempts(state, host.id), reason: event.reason };
    case "host.failed":
      return { is: "failed", error: event.error };
    case "host.ended":
      return { is: "ended" };
  }
}

function hasAttempts(state: RunState, host: string): boolean {
  return [...state.attempts.values()].some((attempt) => attempt.host === host && !hasEnded(attempt));
}

/** What the host held by reference is gone with it; what lies in files stays. */
function withoutItsObjects(state: RunState, host: string): RunState {
  const datasets = [...state.datasets].flatMap(([key, held]) => {
    if (held.on !== host) return [[key, held] as const];
    return held.dataset.path === undefined ? [] : [[key, { ...held, on: undefined }] as const];
  });
  const timers = [...state.timers].filter(([, { purpose }]) => !(purpose.is === "host-end" && purpose.host === host));
  return { ...state, datasets: new Map(datasets), timers: new Map(timers) };
}
