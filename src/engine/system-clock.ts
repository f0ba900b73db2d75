import type { Clock } from "./ports.ts";

/** The longest delay that a timer of Node takes; later ones are set again. */
const longestDelay = 2 ** 31 - 1;

/** The clock on the wall. */
export const systemClock: Clock = {
  now: () => Date.now(),
  timer(dueAt, fire) {
    let handle: NodeJS.Timeout;
    const set = () => {
      const delay = dueAt - Date.now();
      handle = setTimeout(delay > longestDelay ? set : fire, Math.max(0, Math.min(delay, longestDelay)));
    };
    set();
    return () => clearTimeout(handle);
  },
};
