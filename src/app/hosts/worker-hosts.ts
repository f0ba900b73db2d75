import { join } from "node:path";
import { lastWords } from "../../clusters/local/last-words.ts";
import { startLocalWorker } from "../../clusters/local/start-worker.ts";
import { sessionHost } from "../../clusters/session-host.ts";
import { type WorkerStarted, workerPool } from "../../clusters/worker-pool.ts";
import type { HostHandle, HostRequest } from "../../engine/ports.ts";
import { inheritedEnvironment } from "../../frameworks/inherited-environment.ts";
import { version } from "../../model/version.ts";
import { reasonOf, type Result } from "../../model/result.ts";
import type { Worker } from "../../protocol/messages/attempt.ts";
import type { RunnerServer } from "../../protocol/server.ts";

/** What the workers of one run are started with. */
export interface WorkerHostParts {
  /** The run's private folder. */
  readonly folder: string;
  readonly cwd: string;
  readonly server: (epoch: number) => Promise<Result<RunnerServer>>;
  readonly inherited: Readonly<Record<string, string | undefined>>;
  readonly startLimitMs: number;
  /** How many attempts one worker of a family runs at once. */
  readonly perWorker: (family: string) => number;
}

/** A host whose attempts run in worker processes of this machine. */
export function workerHost(parts: WorkerHostParts, { planned, id, epoch }: HostRequest): HostHandle {
  let started = 0;
  const family = planned.process ?? planned.id;
  return workerPool({
    runner: family,
    version,
    perWorker: parts.perWorker(family),
    start: (worker) =>
      startWorker(worker, join(parts.folder, "hosts", id, `worker-${++started}.log`), parts, {
        name: `the ${family} worker`,
        epoch,
      }),
  });
}

async function startWorker(
  { command, env }: Worker,
  log: string,
  parts: WorkerHostParts,
  { name, epoch }: { readonly name: string; readonly epoch: number },
): Promise<WorkerStarted> {
  const server = await parts.server(epoch);
  if (!server.ok) return notStarted(reasonOf(server));
  const invited = server.value.invite({ name });
  if (!invited.ok) return notStarted(reasonOf(invited));
  const invitation = invited.value;
  try {
    const process = await startLocalWorker({
      command,
      env: { ...inheritedEnvironment(parts.inherited), ...env },
      cwd: parts.cwd,
      address: invitation.address,
      tokenFile: invitation.tokenFile,
      log,
    });
    const explain = (reason: string) => lastWords(log, reason);
    const handle = sessionHost(process, invitation, { startLimitMs: parts.startLimitMs, explain });
    return { is: "started", handle, interrupt: () => process.kill("SIGINT") };
  } catch (problem) {
    await invitation.withdraw();
    if (problem instanceof Error) return notStarted(`${command[0]} could not be started: ${problem.message}`);
    throw problem;
  }
}

function notStarted(message: string): WorkerStarted {
  const error = {
    type: "ama.WorkerNotStarted",
    types: [],
    message,
    stack: [],
    phase: "start",
    retryable: false,
  } as const;
  return { is: "failed", error };
}
