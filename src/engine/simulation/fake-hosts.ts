import type { HostId } from "../../model/event.ts";
import type { Hosts } from "../ports.ts";
import type { FakeClock } from "./fake-clock.ts";
import { type Fate, type FakeProcess, startProcess } from "./fake-process.ts";

/** A machine on which fake hosts live, whoever leads them. */
export interface FakeHosts extends Hosts {
  readonly processes: readonly FakeProcess[];
}

export function openFakeHosts(clock: FakeClock, fate: Fate, startFails: () => boolean = () => false): FakeHosts {
  const processes: FakeProcess[] = [];
  const newest = new Map<HostId, number>();
  const living = (id: HostId) => processes.find((process) => process.id === id && process.isAlive);
  return {
    processes,
    async start({ id, epoch }) {
      await clock.wait(10);
      if ((newest.get(id) ?? 0) > epoch || living(id) !== undefined) return { is: "superseded" };
      if (startFails()) {
        const error = { type: "ama.NoCluster", types: [], message: "no room", stack: [], phase: "start" as const };
        return { is: "failed", error };
      }
      const process = startProcess(id, epoch, clock, fate);
      processes.push(process);
      const handle = process.connect(epoch);
      return handle === undefined ? { is: "superseded" } : { is: "started", handle };
    },
    async find({ id, epoch }) {
      newest.set(id, Math.max(newest.get(id) ?? 0, epoch));
      return living(id)?.connect(epoch);
    },
  };
}
