import type { Event } from "../../model/event.ts";
import type { OutputStore, RunStore } from "../ports.ts";

/** A store that keeps all in memory; `delay` runs before each append takes effect. */
export interface MemoryStore extends RunStore {
  events(run: string): readonly Event[];
  /** Puts the events there as if a leader had appended them. */
  restore(run: string, events: readonly Event[]): void;
}

export function openMemoryStore(delay: () => Promise<void> = async () => undefined): MemoryStore {
  const runs = new Map<string, { epoch: number; events: Event[] }>();
  const recordOf = (run: string) => {
    const record = runs.get(run) ?? { epoch: 0, events: [] };
    runs.set(run, record);
    return record;
  };
  return {
    async lead(run) {
      const record = recordOf(run);
      record.epoch += 1;
      return { is: "leading", epoch: record.epoch, lastSeq: record.events.length };
    },
    async append(run, { epoch, expectedSeq }, events) {
      await delay();
      const record = recordOf(run);
      if (record.epoch !== epoch) return { is: "superseded" };
      if (record.events.length + 1 !== expectedSeq) throw new Error(`expected ${expectedSeq}`);
      record.events.push(...events);
      return { is: "appended" };
    },
    async *read(run, afterSeq = 0) {
      yield recordOf(run).events.slice(afterSeq);
    },
    events: (run) => recordOf(run).events,
    restore: (run, events) => void recordOf(run).events.push(...events),
  };
}

export function openMemoryOutput(): OutputStore {
  const sizes = new Map<string, number>();
  return {
    async append(_, attempt, stream, text) {
      const from = sizes.get(attempt + stream) ?? 0;
      const to = from + Buffer.byteLength(text);
      sizes.set(attempt + stream, to);
      return { is: "appended", from, to };
    },
    async close() {},
  };
}
