import type { SetupProgress } from "../../toolchain/setup-progress.ts";
import type { AppHost } from "../app-host.ts";
import { progressLine } from "./progress-line.ts";

/** Shows a set-up of Spark and Java on stderr. */
export function setupProgress(host: AppHost): {
  readonly report: (progress: SetupProgress) => void;
  readonly end: () => void;
} {
  const line = progressLine(host);
  let beganWith: { readonly what: string; readonly at: number; readonly received: number } | undefined;
  let told = "";
  return {
    report(progress) {
      if (progress.is === "downloading") {
        if (beganWith?.what !== progress.what)
          beganWith = { what: progress.what, at: performance.now(), received: progress.received };
        const rate = (progress.received - beganWith.received) / (performance.now() - beganWith.at);
        return line.now(downloading(progress.what, progress.received, progress.total, rate));
      }
      const text = sentence(progress);
      if (text !== told) line.stays(text);
      told = text;
    },
    end: line.end,
  };
}

function sentence(progress: Exclude<SetupProgress, { is: "downloading" }>): string {
  switch (progress.is) {
    case "retrying":
      return `ama: ${progress.what}: ${progress.why}; trying again in ${(progress.delayMs / 1000).toFixed(0)} s`;
    case "waiting":
      return `ama: ${progress.what}: another start is at it (${progress.holder}); waiting for it`;
    case "working":
      return `ama: ${progress.what}: ${progress.doing} …`;
    case "done":
      return `ama: ${progress.what}: ready (${(progress.ms / 1000).toFixed(0)} s)`;
  }
}

/** `rate` in bytes per millisecond. */
function downloading(what: string, received: number, total: number, rate: number): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  const left =
    rate > 0 ? `, ${(rate / 1000).toFixed(1)} MB/s, ${((total - received) / rate / 1000).toFixed(0)} s left` : "";
  return `ama: fetching ${what}: ${megabytes(received)} of ${megabytes(total)} MB (${((100 * received) / total).toFixed(0)} %)${left}`;
}
