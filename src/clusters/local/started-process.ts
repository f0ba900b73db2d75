import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import type { StartedProcess } from "../../model/launch-spec.ts";

/** Whom a signal reaches: the process alone, or all that it has started in its process group, too. */
export type Reach = "process" | "group";

/**
 * Starts a process in a session of its own, so that a Ctrl-C at the terminal reaches the leader alone. Rejects where it
 * cannot be started. What is left of its group when it has ended is ended where `reach` is the group.
 */
export function startProcess(
  command: readonly string[],
  options: Pick<SpawnOptions, "cwd" | "env" | "stdio">,
  reach: Reach,
): Promise<StartedProcess> {
  const [program = "", ...args] = command;
  const child = spawn(program, args, { ...options, detached: true });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", () => resolve(startedProcess(child, reach)));
  });
}

function startedProcess(child: ChildProcess, reach: Reach): StartedProcess {
  const { pid } = child;
  if (pid === undefined) throw new Error("a process that has been spawned has a pid");
  const group = (signal: NodeJS.Signals): void => {
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
        if (reach === "group") group("SIGKILL");
        resolve(signal === null ? `exit code ${code}` : `signal ${signal}`);
      });
    }),
    kill: (signal) => (reach === "group" ? group(signal) : void child.kill(signal)),
  };
}
