import type { RunState } from "../model/run-state.ts";
import type { Clock } from "./ports.ts";

/** Keeps the clock's timers like those of the state: sets what is new there, also after a crash, and takes back the rest. */
export function openTimers(clock: Clock, fired: (timer: string) => void) {
  const set = new Map<string, () => void>();
  return {
    follow(state: RunState): void {
      for (const [id, takeBack] of set) {
        if (state.timers.has(id)) continue;
        takeBack();
        set.delete(id);
      }
      for (const { id, dueAt } of state.timers.values()) {
        if (!set.has(id))
          set.set(
            id,
            clock.timer(dueAt, () => fired(id)),
          );
      }
    },
    stop(): void {
      for (const takeBack of set.values()) takeBack();
      set.clear();
    },
  };
}
