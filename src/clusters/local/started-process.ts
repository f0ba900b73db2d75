import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import type { StartedProcess } from "../../model/launch-spec.ts";

/**
 * Starts a process in a session of its own, so that a Ctrl-C at the terminal reaches the leader alone. Signals reach its
 * whole process group, and what is left of that when it has ended, however that was, is killed. Rejects where it cannot
 * be started.
 */
export async function startProcess(
  command: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env" | "stdio">,
): Promise<StartedProcess> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { ...options, detached: true });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve(startedProcess(child)));
  });
}

function startedProcess(child: ChildProcess): StartedProcess {
  const { pid } = child;
  if (pid === undefined) throw new Error("a process that has been spawned has a pid");
  let isGone = false;
  const group = (signal: NodeJS.Signals): void => {
    // The system may have given its number to another one.
    if (isGone) return;
    try {
      process.kill(-pid, signal);
    } catch {
      // Nobody of it is left.
    }
  };
  return {
    pid,
    exited: new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        group("SIGKILL");
        isGone = true;
        resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
      });
    }),
    kill: group,
  };
}
