import type { Diagnostic } from "../model/diagnostic.ts";
import type { Event, EventBody } from "../model/event.ts";
import type { RunState } from "../model/run-state.ts";
import { fold } from "./core/fold.ts";
import type { Ports } from "./ports.ts";

/** What a leader has to do when its record takes no more events. */
export type JournalStop =
  | { readonly is: "superseded" }
  | { readonly is: "record-failed"; readonly diagnostic: Diagnostic };

export interface Journal {
  /** After all events, durable or not; nothing may be done about those that are not. */
  readonly state: RunState;
  /** Whether an event waits that others wait for. */
  readonly isUrgent: boolean;
  readonly isEmpty: boolean;
  add(body: EventBody): void;
  /** Makes all added events durable at once; returns them, or why they were refused. */
  commit(): Promise<readonly Event[] | JournalStop>;
}

/** Events that nothing is done about, so that they may wait for company; what an attempt publishes counts when it ends. */
const unhurried: ReadonlySet<EventBody["type"]> = new Set([
  "attempt.started",
  "published",
  "statement.started",
  "statement.finished",
  "output",
  "progress",
  "artifact",
  "log",
]);

/** Appends what happens in a run to its record, in portions. */
export function openJournal(start: RunState, epoch: number, ports: Ports): Journal {
  let state = start;
  let durableSeq = start.seq;
  let waiting: Event[] = [];
  let isUrgent = false;

  return {
    get state() {
      return state;
    },
    get isUrgent() {
      return isUrgent;
    },
    get isEmpty() {
      return waiting.length === 0;
    },
    add(body) {
      const event: Event = { ...ports.redactor.event(body), seq: state.seq + 1, at: ports.clock.now(), epoch };
      const last = waiting.at(-1);
      const merged = last === undefined ? undefined : mergedOutput(last, event);
      if (merged !== undefined) {
        waiting[waiting.length - 1] = merged;
        return;
      }
      state = fold(state, event);
      waiting.push(event);
      isUrgent ||= !unhurried.has(event.type);
    },
    async commit() {
      const events = waiting;
      if (events.length === 0) return [];
      const after = state;
      waiting = [];
      isUrgent = false;
      const appended = await ports.store.append(
        after.run,
        { epoch, expectedSeq: durableSeq + 1 },
        events.map(recorded),
      );
      if (appended.is === "superseded") return { is: "superseded" };
      if (appended.is === "failed") return { is: "record-failed", diagnostic: appended.diagnostic };
      durableSeq += events.length;
      return events;
    },
  };
}

/** Text that follows on text makes one range. */
function mergedOutput(last: Event, event: Event): Event | undefined {
  if (last.type !== "output" || event.type !== "output") return undefined;
  const follows = last.attempt === event.attempt && last.stream === event.stream && last.to === event.from;
  return follows ? { ...last, to: event.to } : undefined;
}

/** Rows of data are shown to who asked for them, and never kept. */
function recorded(event: Event): Event {
  if (event.type !== "statement.finished" || event.data !== true) return event;
  const { value: _, ...rest } = event;
  return rest;
}
