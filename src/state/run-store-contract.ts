import { describe, expect, test } from "vitest";
import { collect } from "./collect.ts";
import type { RunStore } from "../engine/ports.ts";
import type { Event } from "../model/event.ts";

/** Two connections to one store, as two leaders on two machines have them. */
export interface StorePair {
  readonly one: RunStore;
  readonly other: RunStore;
  dispose(): Promise<void>;
}

/** What every store of runs promises; each implementation runs it. */
export function describeRunStore(name: string, open: () => Promise<StorePair>): void {
  describe(`${name} keeps the contract of a RunStore`, () => {
    const withStores = async (work: (stores: StorePair) => Promise<void>): Promise<void> => {
      const stores = await open();
      try {
        await work(stores);
      } finally {
        await stores.dispose();
      }
    };

    test("what was appended is read in order, by any connection, from any place", () =>
      withStores(async ({ one, other }) => {
        const epoch = await epochOf(one, "R");
        expect(await one.append("R", { epoch, expectedSeq: 1 }, [event(1, epoch), event(2, epoch)])).toEqual(appended);
        expect(await one.append("R", { epoch, expectedSeq: 3 }, [event(3, epoch)])).toEqual(appended);
        expect(await all(other, "R")).toEqual([event(1, epoch), event(2, epoch), event(3, epoch)]);
        expect(await all(other, "R", 2)).toEqual([event(3, epoch)]);
      }));

    test("a run that nobody led has no events", () =>
      withStores(async ({ one }) => {
        expect(await all(one, "NONE")).toEqual([]);
      }));

    test("each leader has a newer epoch, and learns where the record stands", () =>
      withStores(async ({ one, other }) => {
        const epoch = await epochOf(one, "R");
        await one.append("R", { epoch, expectedSeq: 1 }, [event(1, epoch)]);
        expect(await other.lead("R")).toEqual({ is: "leading", epoch: epoch + 1, lastSeq: 1 });
      }));

    test("an older leader's events are refused from the moment a newer one leads, and leave no trace", () =>
      withStores(async ({ one, other }) => {
        const older = await epochOf(one, "R");
        const newer = await epochOf(other, "R");
        expect(await one.append("R", { epoch: older, expectedSeq: 1 }, [event(1, older)])).toEqual({
          is: "superseded",
        });
        expect(await other.append("R", { epoch: newer, expectedSeq: 1 }, [event(1, newer)])).toEqual(appended);
        expect(await all(one, "R")).toEqual([event(1, newer)]);
      }));

    test("an append at the wrong place is a bug, and keeps nothing", () =>
      withStores(async ({ one }) => {
        const epoch = await epochOf(one, "R");
        await expect(one.append("R", { epoch, expectedSeq: 2 }, [event(2, epoch)])).rejects.toThrow("1");
        expect(await all(one, "R")).toEqual([]);
      }));

    test("an append is kept whole or not at all", () =>
      withStores(async ({ one }) => {
        const epoch = await epochOf(one, "R");
        const twice = [event(1, epoch), event(1, epoch)];
        await expect(one.append("R", { epoch, expectedSeq: 1 }, twice)).rejects.toThrow(/unique|duplicate/i);
        expect(await all(one, "R")).toEqual([]);
      }));

    test("runs do not share anything", () =>
      withStores(async ({ one, other }) => {
        const [first, second] = [await epochOf(one, "R1"), await epochOf(other, "R2")];
        await one.append("R1", { epoch: first, expectedSeq: 1 }, [event(1, first)]);
        await other.append("R2", { epoch: second, expectedSeq: 1 }, [event(1, second)]);
        expect(await all(one, "R2")).toEqual([event(1, second)]);
      }));

    test("ten thousand events are read in portions, none missing", () =>
      withStores(async ({ one, other }) => {
        const epoch = await epochOf(one, "R");
        const events = Array.from({ length: 10_000 }, (_, i) => event(i + 1, epoch));
        expect(await one.append("R", { epoch, expectedSeq: 1 }, events)).toEqual(appended);
        expect(await all(other, "R")).toEqual(events);
      }));
  });
}

const appended = { is: "appended" };

function event(seq: number, epoch: number): Event {
  return { seq, at: 1_800_000_000_000 + seq, epoch, type: "log", level: "info", text: `"${seq}" — ünïcode 🌅\n` };
}

async function epochOf(store: RunStore, run: string): Promise<number> {
  const lead = await store.lead(run);
  if (lead.is !== "leading") throw new Error(lead.diagnostic.message);
  return lead.epoch;
}

async function all(store: RunStore, run: string, afterSeq?: number): Promise<readonly Event[]> {
  return (await collect(store.read(run, afterSeq))).flat();
}
