import type { SetupProgress } from "../toolchain/setup-progress.ts";
import type { AppHost } from "./app-host.ts";

/** How often a line is printed where output is no terminal. */
const plainEveryMs = 5_000;
const liveEveryMs = 100;

/** Shows a set-up on stderr: one line that changes on a terminal, now and then a line elsewhere. */
export function setupProgress({ stderr }: AppHost): {
  readonly report: (progress: SetupProgress) => void;
  readonly end: () => void;
} {
  let lastAt = Number.NEGATIVE_INFINITY;
  let lastKind = "";
  let live = false;
  let rate = { at: 0, received: 0 };
  const line = (text: string, stays: boolean) => {
    if (!stderr.isTerminal) return stderr.write(`${text}\n`);
    stderr.write(`\r\u001b[K${text.slice(0, stderr.columns - 1)}${stays ? "\n" : ""}`);
    live = !stays;
  };
  return {
    report(progress) {
      const now = performance.now();
      const kind = `${progress.is} ${progress.what}`;
      if (progress.is === "downloading" && kind !== lastKind) rate = { at: now, received: progress.received };
      const changes = kind !== lastKind || progress.is === "done" || progress.is === "retrying";
      if (!changes && now - lastAt < (stderr.isTerminal ? liveEveryMs : plainEveryMs)) return;
      [lastAt, lastKind] = [now, kind];
      line(sentence(progress, now, rate), progress.is === "done" || progress.is === "retrying");
    },
    end() {
      if (live) stderr.write("\r\u001b[K");
      live = false;
    },
  };
}

function sentence(
  progress: SetupProgress,
  now: number,
  from: { readonly at: number; readonly received: number },
): string {
  switch (progress.is) {
    case "downloading":
      return downloading(
        progress.what,
        progress.received,
        progress.total,
        (progress.received - from.received) / (now - from.at),
      );
    case "retrying":
      return `ama: ${progress.what}: ${progress.why}; trying again in ${(progress.delayMs / 1000).toFixed(0)} s`;
    case "waiting":
      return `ama: ${progress.what} is being installed by another start (${progress.holder}); waiting for it`;
    case "working":
      return `ama: ${progress.what}: ${progress.doing} …`;
    case "done":
      return `ama: ${progress.what} is there (${(progress.ms / 1000).toFixed(0)} s)`;
  }
}

/** `rate` in bytes per millisecond. */
function downloading(what: string, received: number, total: number, rate: number): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  const left =
    rate > 0 ? `, ${(rate / 1000).toFixed(1)} MB/s, ${((total - received) / rate / 1000).toFixed(0)} s left` : "";
  return `ama: fetching ${what}: ${megabytes(received)} of ${megabytes(total)} MB (${((100 * received) / total).toFixed(0)} %)${left}`;
}
