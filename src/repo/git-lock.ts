import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";

const pollMs = 50;
const beatMs = 5_000;
/** Without a beat for this long, the owner is gone, or its machine is. */
const staleMs = 60_000;

/** Does `work` while no other process does work under the same lock file; the lock of a process that died is taken over. */
export async function withFileLock<T>(
  file: string,
  signal: AbortSignal | undefined,
  waiting: () => void,
  work: () => Promise<T>,
): Promise<T> {
  for (let tries = 0; !tryLock(file); tries++) {
    signal?.throwIfAborted();
    if (tries === 10) waiting();
    if (isAbandoned(file)) rmSync(file, { force: true });
    else await sleep(pollMs);
  }
  const beat = setInterval(() => touch(file), beatMs).unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    rmSync(file, { force: true });
  }
}

function tryLock(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid} ${hostname()}`, { flag: "wx" });
    return true;
  } catch (cause) {
    if (isErrno(cause, "EEXIST")) return false;
    throw cause;
  }
}

function isAbandoned(file: string): boolean {
  try {
    const [pid = "", host = ""] = readFileSync(file, "utf8").split(" ");
    const idleMs = Date.now() - statSync(file).mtimeMs;
    // An empty file is a lock that is being written at this moment.
    if (pid === "" || host !== hostname()) return idleMs > staleMs;
    return !isAlive(Number(pid)) || idleMs > staleMs;
  } catch (cause) {
    // Released in between: the next try tells.
    if (isErrno(cause, "ENOENT")) return false;
    throw cause;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (cause) {
    return isErrno(cause, "EPERM");
  }
}

function touch(file: string): void {
  const now = new Date();
  try {
    utimesSync(file, now, now);
  } catch (cause) {
    if (!isErrno(cause, "ENOENT")) throw cause;
  }
}

/** Whether a caught value is a system error with this code. */
export function isErrno(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}
