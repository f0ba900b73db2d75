import type { HostRequest, HostStarted, Hosts } from "../../engine/ports.ts";
import type { ShellParts } from "../../frameworks/shell/shell-attempt.ts";
import type { SparkHostParts } from "./spark-hosts.ts";
import type { WorkerHostParts } from "./worker-hosts.ts";

/** What the hosts of one run are started with, by kind. */
export interface RunHostParts {
  /** Only where an action needs it. */
  readonly spark: SparkHostParts | undefined;
  readonly workers: WorkerHostParts;
  readonly shell: Omit<ShellParts, "files"> & { readonly folder: string };
}

/** Starts the hosts of a run on this machine; each kind's code is loaded when the first host of it is asked for. */
export function runHosts(parts: RunHostParts): Hosts {
  return {
    start: (request) => start(parts, request),
    // A local host ends with its leader, so a new leader finds none.
    find: async () => undefined,
  };
}

async function start(parts: RunHostParts, request: HostRequest): Promise<HostStarted> {
  const { kind, process } = request.planned;
  if (kind === "spark") {
    if (parts.spark === undefined)
      throw new Error(`${request.planned.id} is to be started, but Spark was not provided`);
    const { startSparkHost } = await import("./spark-hosts.ts");
    return startSparkHost(parts.spark, request);
  }
  if (process === "shell") {
    const { shellHost } = await import("../../frameworks/shell/shell-host.ts");
    const { openScriptFiles } = await import("../../frameworks/shell/script-files.ts");
    return { is: "started", handle: shellHost({ ...parts.shell, files: openScriptFiles(parts.shell.folder) }) };
  }
  const { workerHost } = await import("./worker-hosts.ts");
  return { is: "started", handle: workerHost(parts.workers, request) };
}
