import { closeSync, mkdirSync, openSync, writeFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { LaunchSpec, StartedProcess } from "../../model/launch-spec.ts";
import { startProcess } from "./started-process.ts";

/**
 * Starts a host as a child process. That it ends with its leader is its own duty: it notices the broken connection.
 * Rejects with the system's error where it cannot be started.
 */
export async function startLocalHost(spec: LaunchSpec): Promise<StartedProcess> {
  mkdirSync(spec.folder, { recursive: true, mode: 0o700 });
  const { classesDir, sharedDir } = spec.hostFile;
  for (const made of [classesDir, ...(sharedDir === undefined ? [] : [sharedDir])]) {
    mkdirSync(made, { recursive: true, mode: 0o700 });
  }
  const hostFile = join(spec.folder, "host.json");
  writeFileSync(hostFile, JSON.stringify(spec.hostFile), { mode: 0o600 });
  const log = openSync(hostLog(spec.folder), "a", 0o600);
  const command = [
    spec.java,
    // Native libraries unpack themselves there and are left behind by a JVM that is halted. Java itself knows no TMPDIR.
    `-Djava.io.tmpdir=${spec.temporary}`,
    ...spec.javaOptions,
    `-Dama.host.id=${spec.host}`,
    "-cp",
    spec.classPath.join(":"),
    spec.mainClass,
  ];
  const env = { ...spec.env, AMA_HOST_FILE: hostFile };
  const started = startProcess(command, { cwd: spec.cwd, env, stdio: ["ignore", log, log] });
  closeSync(log);
  try {
    const process = await started;
    return { ...process, exited: removedAfter(process.exited, spec.temporary) };
  } catch (problem) {
    await remove(spec.temporary);
    throw problem;
  }
}

/** Where a host's own log lies: Spark's messages, and what nobody can be found for. */
export function hostLog(folder: string): string {
  return join(folder, "host.log");
}
async function removedAfter(exited: Promise<string>, folder: string): Promise<string> {
  const how = await exited;
  await remove(folder);
  return how;
}

/** What cannot be removed does no harm. */
async function remove(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true }).catch(() => undefined);
}
