import type { AppHost } from "../app-host.ts";

const clearLine = "\r\u001b[K";
const liveEveryMs = 100;
const plainEveryMs = 5_000;
/** What is over within a moment is not worth a line. */
const firstPlainAfterMs = 1_000;

export interface ProgressLine {
  /** How far something is: replaces the line on a terminal, is printed now and then elsewhere. */
  readonly now: (text: string) => void;
  /** Something worth a line of its own. */
  readonly stays: (text: string) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

/** Shows on stderr what takes time; nothing where output is neither a terminal nor wanted. */
export function progressLine({ stderr, quiet = false }: AppHost): ProgressLine {
  const silent = quiet && !stderr.isTerminal;
  const everyMs = stderr.isTerminal ? liveEveryMs : plainEveryMs;
  let lastAt = performance.now() - (stderr.isTerminal ? everyMs : everyMs - firstPlainAfterMs);
  let live = false;
  const end = () => {
    if (live) stderr.write(clearLine);
    live = false;
  };
  return {
    now(text) {
      const at = performance.now();
      if (silent || at - lastAt < everyMs) return;
      lastAt = at;
      live = stderr.isTerminal;
      stderr.write(live ? `${clearLine}${text.slice(0, stderr.columns - 1)}` : `${text}\n`);
    },
    stays(text) {
      if (silent) return;
      end();
      stderr.write(`${text}\n`);
    },
    end,
  };
}
