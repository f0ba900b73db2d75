import { type ChildProcess, spawn } from "node:child_process";
import type { Readable } from "node:stream";
import type { ScriptExit } from "./script-failure.ts";

/** How long what a script has started in the background may go on printing after it. */
const afterlifeMs = 1_000;

export interface ScriptCommand {
  readonly command: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Where the texts of a script's streams go; the next one is read when the promise resolves. */
export interface ScriptSinks {
  readonly stdout: (text: string) => Promise<void>;
  readonly stderr: (text: string) => Promise<void>;
  readonly trace: (text: string) => Promise<void>;
}

/** A script that runs, in a process group of its own. */
export interface ScriptProcess {
  /**
   * How the script itself ended, and whether something that it had started was still there and had to be ended. All
   * that was printed has been handed on by then. Rejects where it could not be started.
   */
  readonly ended: Promise<ScriptExit & { readonly leftBehind: boolean }>;
  /** Sends a signal to the whole group. */
  signal(signal: NodeJS.Signals): void;
}

export function startScript(command: ScriptCommand, sinks: ScriptSinks): ScriptProcess {
  try {
    const child = spawned(command);
    return { ended: run(child, sinks), signal: (signal) => void signalGroup(child, signal) };
  } catch (problem) {
    // What is wrong with the arguments and the environment, Node throws at once.
    return { ended: Promise.reject(problem), signal: () => {} };
  }
}

function spawned({ command, cwd, env }: ScriptCommand): ChildProcess {
  const [program = "", ...args] = command;
  return spawn(program, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe", "pipe"] });
}

async function run(child: ChildProcess, sinks: ScriptSinks): Promise<ScriptExit & { leftBehind: boolean }> {
  const [, stdout, stderr, trace] = child.stdio;
  const exited = new Promise<ScriptExit>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  const drained = Promise.all([drain(stdout, sinks.stdout), drain(stderr, sinks.stderr), drain(trace, sinks.trace)]);
  const exit = await exited;
  // Such as `exec > >(tee log)`: what it started may still have something to say.
  const all = await isInTime(drained, afterlifeMs);
  const leftBehind = signalGroup(child, "SIGKILL");
  if (!all) for (const stream of [stdout, stderr, trace]) if (stream) stream.destroy();
  await drained;
  return { ...exit, leftBehind };
}

async function isInTime(done: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([done.then(() => true), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Says whether there was anybody. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, signal);
  } catch {
    return false;
  }
}

type Stream = ChildProcess["stdio"][number];

/** Resolves when the stream has ended, or was taken from whoever was left behind with it, and all of it is handed on. */
function drain(stream: Stream | undefined, sink: (text: string) => Promise<void>): Promise<void> {
  if (!isReadable(stream)) return Promise.resolve();
  stream.setEncoding("utf8");
  return new Promise((resolve, reject) => {
    let handedOn = Promise.resolve();
    stream.on("data", (text: string) => {
      stream.pause();
      handedOn = sink(text);
      handedOn.then(() => stream.resume(), reject);
    });
    stream.once("error", (problem) => stream.destroyed || reject(problem));
    stream.once("close", () => void handedOn.then(resolve, reject));
  });
}

function isReadable(stream: Stream | undefined): stream is Readable {
  return stream !== null && stream !== undefined && "read" in stream;
}
