import type { JarsProgress } from "../deps/jars-request.ts";
import type { AppHost } from "./app-host.ts";

const plainEveryMs = 5_000;
const liveEveryMs = 100;

/** Shows on stderr how far the jars are: one line that changes on a terminal, now and then a line elsewhere. */
export function jarsProgress({ stderr }: AppHost): {
  readonly report: (progress: JarsProgress) => void;
  readonly end: () => void;
} {
  let shown = false;
  // What is over within a moment is not worth a line.
  let lastAt = performance.now() - (stderr.isTerminal ? 0 : plainEveryMs - 1_000);
  return {
    report(progress) {
      const now = performance.now();
      if (now - lastAt < (stderr.isTerminal ? liveEveryMs : plainEveryMs)) return;
      lastAt = now;
      const text = `ama: ${sentence(progress)}`;
      stderr.write(stderr.isTerminal ? `\r\u001b[K${text.slice(0, stderr.columns - 1)}` : `${text}\n`);
      shown = stderr.isTerminal;
    },
    end() {
      if (shown) stderr.write("\r\u001b[K");
      shown = false;
    },
  };
}

function sentence(progress: JarsProgress): string {
  if (progress.is === "resolving") return `resolving jars: ${progress.read} POMs read (${progress.resource})`;
  const { jars, ofJars, bytes, ofBytes } = progress;
  const of = ofBytes === undefined ? "" : ` of ${(ofBytes / 1e6).toFixed(1)}`;
  return `fetching jars: ${jars} of ${ofJars}, ${(bytes / 1e6).toFixed(1)}${of} MB`;
}
