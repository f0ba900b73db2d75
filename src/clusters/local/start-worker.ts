import { closeSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import type { StartedProcess } from "../../model/launch-spec.ts";
import { startProcess } from "./started-process.ts";

/** A worker to start on this machine. */
export interface WorkerSpec {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Where relative paths of the user's code begin. */
  readonly cwd: string;
  readonly address: string;
  readonly tokenFile: string;
  /** Gets what the process prints while it runs no attempt. */
  readonly log: string;
}

/** Starts a worker with its process group. That it ends with its leader is its own duty. */
export function startLocalWorker(spec: WorkerSpec): Promise<StartedProcess> {
  mkdirSync(dirname(spec.log), { recursive: true, mode: 0o700 });
  const log = openSync(spec.log, "a", 0o600);
  const env = { ...spec.env, AMA_ADDRESS: spec.address, AMA_TOKEN_FILE: spec.tokenFile };
  const started = startProcess(spec.command, { cwd: spec.cwd, env, stdio: ["ignore", log, log] });
  closeSync(log);
  return started;
}
