import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LaunchSpec, StartedProcess } from "../../model/launch-spec.ts";

/**
 * Starts a host as a child process. It gets a session of its own, so that a Ctrl-C at the terminal reaches the leader
 * alone; that it ends with its leader is the host's own duty (it notices the broken connection). Rejects with the
 * system's error where it cannot be started.
 */
export async function startLocalHost(spec: LaunchSpec): Promise<StartedProcess> {
  mkdirSync(spec.folder, { recursive: true, mode: 0o700 });
  mkdirSync(spec.hostFile.classesDir, { recursive: true, mode: 0o700 });
  const hostFile = join(spec.folder, "host.json");
  writeFileSync(hostFile, JSON.stringify(spec.hostFile), { mode: 0o600 });
  // Native libraries unpack themselves there and are left behind by a JVM that is halted. Java itself knows no TMPDIR.
  const temporary = await mkdtemp(join(tmpdir(), "ama-host-"));
  const log = openSync(hostLog(spec.folder), "a", 0o600);
  const child = spawn(
    spec.java,
    [
      `-Djava.io.tmpdir=${temporary}`,
      ...spec.javaOptions,
      `-Dama.host.id=${spec.host}`,
      "-cp",
      spec.classPath.join(":"),
      spec.mainClass,
    ],
    {
      cwd: spec.cwd,
      detached: true,
      stdio: ["ignore", log, log],
      env: { ...spec.env, AMA_HOST_FILE: hostFile },
    },
  );
  closeSync(log);
  return new Promise((resolve, reject) => {
    child.once("error", (problem) => void remove(temporary).then(() => reject(problem)));
    child.once("spawn", () => resolve(startedProcess(child, temporary)));
  });
}

/** Where a host's own log lies: Spark's messages, and what nobody can be found for. */
export function hostLog(folder: string): string {
  return join(folder, "host.log");
}

function startedProcess(child: ReturnType<typeof spawn>, temporary: string): StartedProcess {
  const { pid } = child;
  if (pid === undefined) throw new Error("a process that has been spawned has a pid");
  return {
    pid,
    exited: new Promise((resolve) => {
      child.once("exit", (code, signal) => {
        void remove(temporary).then(() => resolve(signal === null ? `exit code ${code}` : `signal ${signal}`));
      });
    }),
    kill: (signal) => void child.kill(signal),
  };
}

/** What cannot be removed does no harm. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
