import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { sparkHost } from "../../../scripts/test/spark-host.ts";
import type { Result } from "../../../src/model/result.ts";
import type { Invitation } from "../../../src/protocol/invitation.ts";
import type { RunnerMessage } from "../../../src/protocol/messages/notifications.ts";
import type { RunRequest } from "../../../src/protocol/messages/requests.ts";
import { listenForRunners, type RunnerServer } from "../../../src/protocol/server.ts";
import type { RunnerSession } from "../../../src/protocol/session.ts";

type Ended = Extract<RunnerMessage, { method: "ended" }>["params"];
type Finished = Extract<RunnerMessage, { method: "statement.finished" }>["params"];
/** What a test says of a `run` beside the source. */
type RunParts = Partial<Omit<RunRequest, "attempt" | "source">>;

const command = ["Rscript", "--no-save", "--no-restore", join(import.meta.dirname, "../worker.R")];

const env = {
  name: "test",
  master: "local[2]",
  inputRootPath: "/in",
  outputRootPath: "/out",
  workingDir: "/working",
  configuration: { "err-msg": "bad", limits: [1, 2] },
  params: { top: 10 },
};

/** What was told of one attempt. */
export class Attempt {
  readonly id: string;
  readonly told: RunnerMessage[] = [];

  constructor(id: string) {
    this.id = id;
  }

  printed(stream: "stdout" | "stderr" = "stdout"): string {
    return this.told
      .flatMap((message) =>
        message.method === "output" && message.params.stream === stream ? message.params.text : [],
      )
      .join("");
  }

  get finished(): Finished[] {
    return this.told.flatMap((message) => (message.method === "statement.finished" ? message.params : []));
  }

  get warnings(): string[] {
    return this.told.flatMap((message) => (message.method === "log" ? message.params.text : []));
  }

  get ended(): Ended {
    const last = this.told.at(-1);
    if (last?.method !== "ended") throw new Error(`it has not ended: ${JSON.stringify(this.told.slice(-3))}`);
    return last.params;
  }
}

/** A process of its own group that runs R actions: the R worker, or the Spark host that starts one. With its leader. */
export class RWorker {
  readonly folder: string;
  readonly session: RunnerSession;
  readonly #server: RunnerServer;
  readonly #child: ChildProcess;
  readonly #parts: RunParts;
  readonly #attempts = new Map<string, Attempt>();
  #count = 0;
  #heard: () => void = () => {};

  private constructor(
    folder: string,
    server: RunnerServer,
    child: ChildProcess,
    session: RunnerSession,
    parts: RunParts,
  ) {
    this.#parts = parts;
    this.folder = folder;
    this.session = session;
    this.#server = server;
    this.#child = child;
    void this.#listen();
  }

  static start(variables: NodeJS.ProcessEnv = {}): Promise<RWorker> {
    return RWorker.#launch({}, ({ address, tokenFile }) => ({
      command,
      env: { ...variables, AMA_ADDRESS: address, AMA_TOKEN_FILE: tokenFile },
    }));
  }

  /** The worker as the Spark host starts it; `python` is what R attaches with. */
  static startOnSpark(python: string): Promise<RWorker> {
    const { command: hostCommand, env: hostEnv, hostFile } = sparkHost();
    const pyspark = join(hostEnv?.["SPARK_HOME"] ?? "", "python");
    const py4j = readdirSync(join(pyspark, "lib")).filter((file) => file.startsWith("py4j-"));
    const modules = [pyspark, ...py4j.map((file) => join(pyspark, "lib", file))];
    const worker = { command: [...command], env: { RETICULATE_PYTHON: python, PYTHONPATH: modules.join(delimiter) } };
    return RWorker.#launch({ type: "spark-r", worker }, ({ address, tokenFile }, folder) => {
      const own = JSON.parse(JSON.stringify(hostFile).replaceAll("{folder}", folder));
      const file = join(folder, "host.json");
      writeFileSync(file, JSON.stringify({ ...own, address, tokenFile, lingerMs: 0, epoch: 0 }), { mode: 0o600 });
      mkdirSync(join(folder, "classes"));
      const hostCommandHere = hostCommand.map((part) => part.replaceAll("{folder}", folder));
      return { command: hostCommandHere, env: { ...hostEnv, AMA_HOST_FILE: file, PYSPARK_PYTHON: python } };
    });
  }

  static async #launch(
    parts: RunParts,
    launch: (invitation: Invitation, folder: string) => { command: readonly string[]; env: NodeJS.ProcessEnv },
  ): Promise<RWorker> {
    const folder = await mkdtemp(join(tmpdir(), "ama-r-test-"));
    const server = valueOf(await listenForRunners({ epoch: 1, tokenDirectory: folder }));
    const invitation = valueOf(server.invite({ name: "R worker" }));
    const {
      command: [program = "", ...args],
      env: variables,
    } = launch(invitation, folder);
    const temporary = join(folder, "tmp");
    mkdirSync(temporary);
    const child = spawn(program, args, {
      cwd: folder,
      env: { ...process.env, TMPDIR: temporary, ...variables },
      stdio: ["ignore", "inherit", "inherit"],
      detached: true,
    });
    return new RWorker(folder, server, child, valueOf(await invitation.session), parts);
  }

  async #listen(): Promise<void> {
    for await (const message of this.session.messages()) {
      this.session.acknowledge(message.params.seq);
      const { attempt } = message.params;
      if (attempt !== undefined) this.#attempts.get(attempt)?.told.push(message);
      this.#heard();
    }
  }

  async run(source: string, parts: RunParts = {}): Promise<Attempt> {
    const attempt = await this.begin(source, parts);
    await this.until(attempt, () => attempt.told.at(-1)?.method === "ended");
    return attempt;
  }

  async begin(source: string, parts: RunParts = {}): Promise<Attempt> {
    const attempt = new Attempt(`a${++this.#count}`);
    this.#attempts.set(attempt.id, attempt);
    const options = { session: "own", showData: true } as const;
    const run = {
      action: "start",
      type: "r",
      file: "src/start.R",
      env: { inline: env },
      inputs: [],
      publish: [],
      options,
    };
    const { state } = valueOf(
      await this.session.request("run", {
        ...run,
        // Another type is the host's own affair.
        ...(parts.type === undefined ? this.#parts : {}),
        ...parts,
        attempt: attempt.id,
        source: { inline: source },
      }),
    );
    if (state !== "accepted") throw new Error(`run was ${state}`);
    return attempt;
  }

  async cancel(attempt: Attempt, graceMs: number): Promise<void> {
    valueOf(await this.session.request("cancel", { attempt: attempt.id, graceMs }));
    await this.until(attempt, () => attempt.told.at(-1)?.method === "ended");
  }

  async until(attempt: Attempt, isSo: () => boolean): Promise<void> {
    const deadline = performance.now() + 85_000;
    while (!isSo()) {
      if (performance.now() > deadline)
        throw new Error(`it did not come; last: ${JSON.stringify(attempt.told.at(-1))}`);
      await new Promise<void>((resolve) => {
        this.#heard = resolve;
        setTimeout(resolve, 100);
      });
    }
  }

  /** Hangs up, on which a worker ends; its exit is waited for. */
  async close(): Promise<void> {
    const exit = this.#child.exitCode === null ? once(this.#child, "exit") : undefined;
    await this.#server.close();
    await exit;
    await rm(this.folder, { recursive: true, force: true });
  }
}

function valueOf<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map((each) => each.message).join("; "));
}
