import { readdirSync, readFileSync } from "node:fs";

const stops = [2, 10, 30, 80, 200];
const pauses = [1, 5, 20];

/**
 * Stops one after another of the processes that this one has started, and those they have, for up to a fifth of a
 * second, as a crowded machine does, until the process ends. It finds races that load alone hardly ever shows. Linux.
 */
export function disturbChildren(): void {
  const pid = pick(descendantsOf(process.pid));
  if (pid !== undefined) signal(pid, "SIGSTOP");
  setTimeout(() => {
    if (pid !== undefined) signal(pid, "SIGCONT");
    setTimeout(disturbChildren, pick(pauses)).unref();
  }, pick(stops));
}

function pick<T>(items: readonly T[]): T | undefined {
  return items[Math.floor(Math.random() * items.length)];
}

function descendantsOf(root: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    const parent = parentOf(name);
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [root];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found.slice(1);
}

/** Nothing where the process has ended meanwhile. */
function parentOf(pid: string): number | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
  } catch {
    return undefined;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended.
  }
}
