import { isatty } from "node:tty";
import type { AppHost, Sink } from "../app/app-host.ts";

/** The process this program runs in, as app/ sees it. */
export function processHost(): AppHost {
  return {
    cwd: process.cwd(),
    env: process.env,
    interactive: isatty(0) && !process.env["CI"],
    stdout: sinkOf(process.stdout),
    stderr: sinkOf(process.stderr),
    onInterrupt(listener) {
      const signals = ["SIGINT", "SIGTERM"] as const;
      const handlers = signals.map((signal) => [signal, () => listener(signal)] as const);
      for (const [signal, handler] of handlers) process.on(signal, handler);
      return () => {
        for (const [signal, handler] of handlers) process.off(signal, handler);
      };
    },
  };
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  // A reader that went away (`ama runs | head`) is no error of ours.
  stream.on("error", (problem: NodeJS.ErrnoException) => {
    if (problem.code !== "EPIPE") throw problem;
  });
  return {
    // A terminal that cannot move its cursor is written to like a file.
    isTerminal: stream.isTTY === true && process.env["TERM"] !== "dumb",
    get columns() {
      return stream.isTTY ? stream.columns || 80 : 120;
    },
    colour: wantsColour(stream),
    write: (text) => void stream.write(text),
    flush: () => new Promise((resolve) => stream.write("", () => resolve())),
  };
}

/** https://no-color.org, and FORCE_COLOR as Node understands it. */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0";
  return stream.isTTY === true && TERM !== "dumb";
}
