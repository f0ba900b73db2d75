import type { HostId } from "../../model/event.ts";
import type { Hosts } from "../ports.ts";
import type { FakeClock } from "./fake-clock.ts";
import { type Fate, type FakeProcess, startProcess } from "./fake-process.ts";

/** A machine on which fake hosts live, whoever leads them. */
export interface FakeHosts extends Hosts {
  readonly processes: readonly FakeProcess[];
}

export interface FakeHostsOptions {
  readonly startFails?: () => boolean;
  /** Called before a process comes to life. */
  readonly starting?: (id: HostId, isAlreadyAlive: boolean) => void;
}

export function openFakeHosts(clock: FakeClock, fate: Fate, options: FakeHostsOptions = {}): FakeHosts {
  const processes: FakeProcess[] = [];
  const newest = new Map<HostId, number>();
  const living = (id: HostId) => processes.find((process) => process.id === id && process.isAlive);
  return {
    processes,
    async start({ id, epoch }) {
      await clock.wait(10);
      if ((newest.get(id) ?? 0) > epoch) return { is: "superseded" };
      if (options.startFails?.() === true) {
        const error = { type: "ama.NoCluster", types: [], message: "no room", stack: [], phase: "start" as const };
        return { is: "failed", error };
      }
      options.starting?.(id, living(id) !== undefined);
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
