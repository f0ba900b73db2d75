import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonObject } from "../../model/json.ts";
import { within } from "./play-common.ts";

/** How a runner is started. */
export interface RunnerProgram {
  /** `{folder}` in a text is a folder of this process alone. */
  readonly command: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /**
   * For a host that is started by `AMA_HOST_FILE` instead of `AMA_ADDRESS` and `AMA_TOKEN_FILE`: what its file holds
   * beside `address`, `tokenFile`, `lingerMs` and `epoch`, with `{folder}` as in the command.
   */
  readonly hostFile?: JsonObject;
}

/** The runner that is tried, in one of the types that it runs. */
export interface RunnerUnderTest extends RunnerProgram {
  readonly type: string;
  /** The program that the host is to run the type with, where it does not itself. */
  readonly worker?: JsonObject;
  /** The `conf` of each run, such as where the server is that runs its statements. */
  readonly conf?: Readonly<Record<string, string>>;
  /** What it is called where one type is tried in several ways; else its type. */
  readonly title?: string;
  /** For languages such as SQL: their snippets do the same but for the printing, and `printed` expects nothing. */
  readonly printsNothing?: boolean;
}

/** A runner's process with what it was given. */
export class RunnerProcess {
  readonly token: string;
  /** What is this process's alone; it goes with it. */
  readonly folder: string;
  readonly #child: ChildProcess;
  /** How the process ended, or why it could not be started. */
  readonly ended: Promise<string>;
  readonly #stderr: Buffer[] = [];

  private constructor(runner: RunnerProgram, folder: string, token: string, env: NodeJS.ProcessEnv) {
    const [program = "", ...args] = runner.command.map((part) => part.replaceAll("{folder}", folder));
    this.token = token;
    this.folder = folder;
    this.#child = spawn(program, args, {
      // What it leaves in its folder for temporary files goes with it, as most vectors kill it.
      env: { ...process.env, TMPDIR: temporaryIn(folder), ...runner.env, ...env },
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    this.ended = new Promise((resolve) => {
      this.#child.once("error", (problem) => resolve(`it cannot be started (${problem.message})`));
      this.#child.once("exit", (code, signal) => resolve(`it ended, ${signal ?? `code ${code}`}`));
    });
    this.#child.stderr?.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
  }

  /** Starts the runner, which is to dial `address`. */
  static async start(runner: RunnerProgram, address: string): Promise<RunnerProcess> {
    const folder = await mkdtemp(join(tmpdir(), "ama-vector-"));
    const token = randomBytes(32).toString("base64url");
    await mkdir(temporaryIn(folder));
    const tokenFile = join(folder, "token");
    await writeFile(tokenFile, token, { mode: 0o600 });
    if (runner.hostFile === undefined) {
      return new RunnerProcess(runner, folder, token, { AMA_ADDRESS: address, AMA_TOKEN_FILE: tokenFile });
    }
    const hostFile = join(folder, "host.json");
    const own = JSON.stringify(runner.hostFile).replaceAll("{folder}", folder);
    const content = { ...JSON.parse(own), address, tokenFile, lingerMs: 0, epoch: 0 };
    await writeFile(hostFile, JSON.stringify(content), { mode: 0o600 });
    return new RunnerProcess(runner, folder, token, { AMA_HOST_FILE: hostFile });
  }

  /** The last of what it said on stderr. */
  get stderr(): string {
    return Buffer.concat(this.#stderr).toString("utf8").slice(-2000);
  }

  async exited(withinMs: number): Promise<void> {
    await within(this.ended, withinMs, "the runner's process did not end");
  }

  /** Ends it, with its process group, and removes what it was given. */
  async kill(): Promise<void> {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid !== undefined && exitCode === null && signalCode === null) {
      process.kill(-pid, "SIGKILL");
      await this.ended;
    }
    await rm(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

function temporaryIn(folder: string): string {
  return join(folder, "tmp");
}
