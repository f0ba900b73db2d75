import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

const limitMs = 240_000;

/** A server that a suite has started, on loopback. */
export interface Server {
  readonly port: number;
  /** Ends it. Resolves with the last of its log where it had ended by itself before. */
  stop(): Promise<string | undefined>;
}

/**
 * Starts a JVM and waits until its port is open; what it prints goes to `log`. Its temporary files lie in `cwd`, as these
 * servers leave many behind.
 */
export async function startServer(
  command: readonly string[],
  { port, log, cwd, env = {} }: { port: number; log: string; cwd: string; env?: Readonly<Record<string, string>> },
): Promise<Server> {
  const out = openSync(log, "a");
  const [program = "", ...args] = command;
  const temporary = join(cwd, "tmp");
  mkdirSync(temporary, { recursive: true });
  const child = spawn(program, [`-Djava.io.tmpdir=${temporary}`, ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  const ended = new Promise<void>((resolve) => child.on("exit", () => resolve()));
  const isAlive = () => child.exitCode === null && child.signalCode === null;
  const lastWords = () => readFileSync(log, "utf8").slice(-3000);
  const stop = async () => {
    if (!isAlive()) return `${command.join(" ")} had ended by itself:\n${lastWords()}`;
    const timer = setTimeout(() => child.kill("SIGKILL"), 10_000);
    child.kill("SIGTERM");
    await ended;
    clearTimeout(timer);
    return undefined;
  };
  const until = Date.now() + limitMs;
  while (!(await isOpen(port))) {
    if (!isAlive() || Date.now() > until) {
      await stop();
      throw new Error(`${args.at(-1) ?? program} did not start:\n${lastWords()}`);
    }
    await sleep(200);
  }
  return { port, stop };
}

/** A port that is free now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("connect", () => {
      // While nobody listens, a connection may happen to begin at the port that it leads to, and so meet itself.
      const met = socket.localPort === port;
      socket.destroy();
      resolve(!met);
    });
    socket.on("error", () => resolve(false));
  });
}
