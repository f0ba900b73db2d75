import type { Clock } from "../ports.ts";

interface Timer {
  readonly dueAt: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Time that passes only when everything that could happen now has happened. */
export interface FakeClock extends Clock {
  /** Calls back after that many milliseconds. */
  after(ms: number, fire: () => void): () => void;
  wait(ms: number): Promise<void>;
  /** Lets time pass until `done` resolves; fails when nothing is left to wait for, or after too many steps. */
  until<T>(done: Promise<T>): Promise<T>;
}

const maxSteps = 20_000;

export function openFakeClock(start = 1_800_000_000_000): FakeClock {
  let now = start;
  let order = 0;
  const timers = new Set<Timer>();

  const timer: Clock["timer"] = (dueAt, fire) => {
    const set = { dueAt: Math.max(dueAt, now), order: order++, fire };
    timers.add(set);
    return () => timers.delete(set);
  };

  function fireNext(): boolean {
    let first: Timer | undefined;
    for (const set of timers) {
      if (first === undefined || set.dueAt < first.dueAt || (set.dueAt === first.dueAt && set.order < first.order)) {
        first = set;
      }
    }
    if (first === undefined) return false;
    timers.delete(first);
    now = first.dueAt;
    first.fire();
    return true;
  }

  return {
    now: () => now,
    timer,
    after: (ms, fire) => timer(now + ms, fire),
    wait: (ms) => new Promise((resolve) => timer(now + ms, resolve)),
    async until(done) {
      let isDone = false;
      const settled = done.finally(() => (isDone = true));
      settled.catch(() => undefined);
      for (let step = 0; step < maxSteps; step++) {
        await new Promise(setImmediate);
        if (isDone) return settled;
        if (!fireNext()) {
          await new Promise(setImmediate);
          if (isDone) return settled;
          throw new Error("everything waits, and nothing will happen any more");
        }
      }
      throw new Error(`it does not end within ${maxSteps} steps`);
    },
  };
}
