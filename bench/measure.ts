import { spawn } from "node:child_process";

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed on stdin. */
  readonly input?: string;
}

/** Runs a command to its end; its wall time, and what it printed on stdout. Rejects, with its output, where it fails. */
export function measure({ command, args, cwd, env, input }: Command): Promise<{ ms: number; text: string }> {
  const started = performance.now();
  const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["pipe", "pipe", "pipe"] });
  const out: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  child.stdin.end(input ?? "");
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const ms = performance.now() - started;
      const said = Buffer.concat([...out, ...errors]).toString("utf8");
      if (code === 0) resolve({ ms, text: Buffer.concat(out).toString("utf8") });
      else reject(new Error(`${command} ${args.join(" ")} ended with ${code}:\n${said.slice(-4000)}`));
    });
  });
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/**
 * Measures several things in turn, A B C A B C …, so that a machine that slows down slows all of them. Returns a look-up
 * of the medians in milliseconds.
 */
export async function inTurn(
  rounds: number,
  things: Readonly<Record<string, () => Promise<number>>>,
): Promise<(name: string) => number> {
  const samples = new Map<string, number[]>(Object.keys(things).map((name) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, thing] of Object.entries(things)) samples.get(name)?.push(await thing());
  }
  return (name) => median(samples.get(name) ?? []);
}
