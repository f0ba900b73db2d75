import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import * as v from "valibot";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { answers } from "../messages/answers.ts";
import { hello } from "../messages/hello.ts";
import { runnerMessage } from "../messages/notifications.ts";
import type { RequestName } from "../messages/requests.ts";
import { Missing, mismatch, shown } from "./pattern.ts";
import { Dialogue, within } from "./play-common.ts";
import { RunnerProcess, type RunnerUnderTest } from "./runner-process.ts";
import type { RunnerStep, RunnerVector, Sources, VectorResult } from "./vector.ts";
import { Failed, Wire } from "./wire.ts";

/** A runner may need its time until it first dials. */
const START_MS = 60_000;
const EXIT_MS = 15_000;

const ORDINARY_RUN = {
  epoch: 1,
  action: "start",
  file: "start.src",
  firstLine: 1,
  env: {
    inline: {
      name: "test",
      master: "local[2]",
      inputRootPath: "",
      outputRootPath: "",
      workingDir: "",
      configuration: {},
      params: {},
    },
  },
  inputs: [],
  publish: [],
  options: { session: "own", showData: true },
};

/** Plays a vector against a runner's process. */
export async function playRunner(
  vector: RunnerVector,
  runner: RunnerUnderTest,
  sources: Sources,
): Promise<VectorResult> {
  const listener = createServer();
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const process = await RunnerProcess.start(runner, `127.0.0.1:${port}`);
  const play = new RunnerPlay(listener, process, runner.type, sources);
  try {
    return await play.all(vector.steps);
  } finally {
    play.stop();
    await process.kill();
  }
}

class RunnerPlay {
  readonly #listener: Server;
  readonly #process: RunnerProcess;
  readonly #dialogue: Dialogue;
  readonly #transcript: string[] = [];
  readonly #waiting: Socket[] = [];
  readonly #sockets = new Set<Socket>();
  readonly #asked = new Map<JsonValue, RequestName>();
  readonly #told = new Map<number, string>();
  readonly #printed = new Map<string, string>();
  #nextSeq = 1;

  constructor(listener: Server, process: RunnerProcess, type: string, sources: Sources) {
    this.#listener = listener;
    this.#process = process;
    this.#dialogue = new Dialogue((what) => snippet(sources, what, type));
    this.#dialogue.bindings.set("token", process.token).set("type", type);
    listener.on("connection", (socket) => {
      this.#sockets.add(socket);
      this.#waiting.push(socket);
      listener.emit("waiting");
    });
  }

  async all(steps: readonly RunnerStep[]): Promise<VectorResult> {
    for (const [index, step] of steps.entries()) {
      try {
        await this.#step(step);
      } catch (error) {
        if (error instanceof Missing) return { is: "skipped", why: error.message };
        if (!(error instanceof Failed)) throw error;
        const transcript = [...this.#transcript, ...this.#process.stderr.split("\n").map((line) => `! ${line}`)];
        return { is: "failed", step: index, what: error.message, transcript };
      }
    }
    return { is: "passed" };
  }

  stop(): void {
    this.#listener.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  async #step(step: RunnerStep): Promise<void> {
    if ("connect" in step) await this.#connect();
    else if ("accept" in step) await this.#accept(step.accept);
    else if ("run" in step) this.#run(step.run.attempt, step.run.does, step.run.with);
    else if ("printed" in step) this.#compare(step.printed);
    else if ("expectAlive" in step) await this.#dialogue.wire.expectAlive(step.expectAlive, step.everyMs);
    else if ("acknowledgeAll" in step) this.#send({ method: "ack", params: { seq: this.#nextSeq - 1 } });
    else if ("stopListening" in step) this.#listener.close();
    else if ("expectExit" in step) await this.#process.exited(step.withinMs ?? EXIT_MS);
    else if ("send" in step) this.#send(step.send);
    else await this.#dialogue.play(step);
  }

  #send(message: JsonValue): void {
    const { id, method } = v.parse(v.object({ id: v.optional(v.any()), method: v.optional(v.string()) }), message);
    if (id !== undefined && method !== undefined && isRequest(method)) this.#asked.set(id, method);
    const resumeFrom = v.safeParse(v.object({ result: v.object({ resumeFrom: v.number() }) }), message);
    if (resumeFrom.success) this.#nextSeq = resumeFrom.output.result.resumeFrom + 1;
    this.#dialogue.send(message);
  }

  async #connect(): Promise<void> {
    if (this.#waiting.length === 0) {
      await within(once(this.#listener, "waiting"), START_MS, "the runner did not dial");
    }
    const socket = this.#waiting.shift();
    if (socket !== undefined) this.#dialogue.use(new Wire(socket, this.#transcript, (line) => this.#inspect(line)));
  }

  async #accept(fields: JsonObject): Promise<void> {
    await this.#connect();
    const { id } = await this.#dialogue.expect({ method: "hello" });
    const standard = { protocol: 1, session: "session", key: "key", resumeFrom: 0, lingerMs: 0, epoch: 1 };
    this.#send({ id: id ?? null, result: { ...standard, ...fields } });
    const { silenceMs } = fields;
    if (typeof silenceMs === "number") this.#dialogue.wire.keepAlive(silenceMs / 3);
  }

  #run(attempt: string, does: string, fields: JsonObject): void {
    const params = {
      ...ORDINARY_RUN,
      attempt,
      type: { $ref: "type" },
      source: { inline: { $source: does } },
      ...fields,
    };
    this.#send({ id: `run ${attempt}`, method: "run", params });
  }

  #compare({ attempt, stream, text }: { attempt: string; stream: string; text: JsonValue }): void {
    const actual = this.#printed.get(`${attempt} ${stream}`) ?? "";
    const wrong = mismatch(text, actual, this.#dialogue.bindings);
    if (wrong !== undefined) throw new Failed(`what ${attempt} printed on ${stream}: ${wrong}`);
  }

  /** Every line must be valid, and what is told must follow what was told before. */
  #inspect(line: JsonObject): void {
    const wrong = this.#objection(line);
    if (wrong !== undefined) throw new Failed(`${wrong}: ${shown(line)}`);
    const read = v.safeParse(runnerMessage, line);
    if (!read.success) return;
    const { method, params } = read.output;
    const isNew = this.#count(params.seq, line);
    if (method === "output" && isNew) {
      const key = `${params.attempt} ${params.stream}`;
      this.#printed.set(key, (this.#printed.get(key) ?? "") + params.text);
    }
  }

  #objection(line: JsonObject): string | undefined {
    if (line["jsonrpc"] !== "2.0") return "a line is not JSON-RPC 2.0";
    if (line["error"] !== undefined) return undefined;
    if (line["method"] === "hello") return v.is(hello, line["params"]) ? undefined : "hello is not valid";
    if (line["method"] !== undefined) return v.is(runnerMessage, line) ? undefined : "a message is not valid";
    const asked = this.#asked.get(line["id"] ?? null);
    if (asked === undefined) return "an answer to what was not asked";
    return v.is(answers[asked], line["result"]) ? undefined : `an answer to "${asked}" is not valid`;
  }

  /** Returns whether the message is new, and not sent again. */
  #count(seq: number, line: JsonObject): boolean {
    if (seq !== this.#nextSeq) throw new Failed(`message ${seq} came where ${this.#nextSeq} was due`);
    this.#nextSeq++;
    const text = JSON.stringify(line);
    const before = this.#told.get(seq);
    if (before !== undefined && before !== text) throw new Failed(`message ${seq} was another one before: ${before}`);
    this.#told.set(seq, text);
    return before === undefined;
  }
}

function isRequest(method: string): method is RequestName {
  return Object.hasOwn(answers, method);
}

function snippet(sources: Sources, what: string, type: string): string {
  const byType = sources[what];
  if (byType === undefined) throw new Error(`no source does what the vector needs: ${what}`);
  const source = byType[type];
  if (source === undefined) throw new Missing(`no ${type} source ${what}`);
  return source;
}
