import { join } from "node:path";
import * as v from "valibot";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { firstIssue } from "../json-rpc.ts";
import { answers } from "../messages/answers.ts";
import { hello } from "../messages/hello.ts";
import { runnerMessage } from "../messages/notifications.ts";
import type { RequestName } from "../messages/requests.ts";
import { csvRows, writeFiles } from "./csv-dataset.ts";
import { DialledPort } from "./dialled-port.ts";
import { isObject, mismatch, shown } from "./pattern.ts";
import { Dialogue } from "./play-common.ts";
import { RunnerProcess, type RunnerUnderTest } from "./runner-process.ts";
import { missingSnippet, snippet } from "./snippets.ts";
import { atFirst, fromRunner, type Standpoint, toRunner } from "./standpoint.ts";
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

/** Plays a vector against a process of the runner that is started for it. */
export async function playRunner(
  vector: RunnerVector,
  runner: RunnerUnderTest,
  sources: Sources,
): Promise<VectorResult> {
  const lacking = skippedFor(vector, runner, sources);
  if (lacking !== undefined) return lacking;
  const port = await DialledPort.open();
  const process = await RunnerProcess.start(runner, port.address);
  try {
    return await new RunnerPlay(port, process, runner, sources).all(vector.steps);
  } finally {
    port.hangUp();
    port.close();
    await process.kill();
  }
}

/** That the vector is not for the runner, as it has no snippet for what the vector needs. */
export function skippedFor(
  vector: RunnerVector,
  { type }: RunnerUnderTest,
  sources: Sources,
): VectorResult | undefined {
  const what = missingSnippet(vector, type, sources);
  return what === undefined ? undefined : { is: "skipped", why: `no ${type} source ${what}` };
}

/** One vector, played against a runner's process. */
export class RunnerPlay {
  readonly #port: DialledPort;
  readonly #process: RunnerProcess;
  readonly #runner: RunnerUnderTest;
  readonly #standpoint: Standpoint;
  readonly #folder: string;
  readonly #dialogue: Dialogue;
  readonly #transcript: string[] = [];
  readonly #asked = new Map<JsonValue, RequestName>();
  readonly #told = new Map<number, string>();
  readonly #printed = new Map<string, string>();
  #nextSeq = 1;

  constructor(
    port: DialledPort,
    process: RunnerProcess,
    runner: RunnerUnderTest,
    sources: Sources,
    standpoint: Standpoint = atFirst,
  ) {
    this.#port = port;
    this.#process = process;
    this.#runner = runner;
    this.#standpoint = standpoint;
    this.#dialogue = new Dialogue((what) => snippet(sources, what, runner.type));
    this.#folder = join(process.folder, `${standpoint.prefix}datasets`);
    this.#dialogue.bindings.set("token", process.token).set("type", runner.type).set("folder", this.#folder);
  }

  /** How many messages the runner has told in it. */
  get told(): number {
    return this.#told.size;
  }

  async all(steps: readonly RunnerStep[]): Promise<VectorResult> {
    for (const [index, step] of steps.entries()) {
      try {
        await this.#step(step);
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        const transcript = [...this.#transcript, ...this.#process.stderr.split("\n").map((line) => `! ${line}`)];
        return { is: "failed", step: index, what: error.message, transcript };
      }
    }
    return { is: "passed" };
  }

  async #step(step: RunnerStep): Promise<void> {
    if ("connect" in step) await this.#connect();
    else if ("accept" in step) await this.#accept(step.accept);
    else if ("run" in step) this.#run(step.run.attempt, step.run.does, step.run.with);
    else if ("printed" in step) this.#compare(step.printed);
    else if ("write" in step) await writeFiles(this.#folder, step.write);
    else if ("dataset" in step) await this.#findDataset(step.dataset.path, step.dataset.rows);
    else if ("expectAlive" in step) await this.#dialogue.wire.expectAlive(step.expectAlive, step.everyMs);
    else if ("acknowledgeAll" in step) this.#send({ method: "ack", params: { seq: this.#nextSeq - 1 } });
    else if ("stopListening" in step) this.#port.close();
    else if ("expectExit" in step) await this.#process.exited(step.withinMs ?? EXIT_MS);
    else if ("send" in step) this.#send(step.send);
    else await this.#dialogue.play(step);
  }

  #send(message: JsonValue): void {
    const filled = this.#dialogue.fill(message);
    if (!isObject(filled)) throw new Error("a vector sends something else than an object");
    const { id, method, params, result } = filled;
    if (id !== undefined && typeof method === "string" && isRequest(method)) this.#asked.set(id, method);
    if (isObject(result) && typeof result["resumeFrom"] === "number") this.#nextSeq = result["resumeFrom"] + 1;
    const { worker } = this.#runner;
    const needsWorker = worker !== undefined && isObject(params) && (method === "run" || method === "compile");
    const whole = needsWorker ? { ...filled, params: { ...params, worker } } : filled;
    this.#dialogue.send(toRunner(whole, this.#standpoint));
  }

  async #connect(): Promise<void> {
    const socket = await this.#port.connection(START_MS, this.#process.ended);
    const take = (line: JsonObject): JsonObject => this.#inspect(fromRunner(line, this.#standpoint));
    this.#dialogue.use(new Wire(socket, this.#transcript, take));
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
      conf: this.#runner.conf ?? {},
      ...fields,
    };
    this.#send({ id: `run ${attempt}`, method: "run", params });
  }

  #compare({ attempt, stream, text }: { attempt: string; stream: string; text: JsonValue }): void {
    const actual = this.#printed.get(`${attempt} ${stream}`) ?? "";
    const expected = this.#runner.printsNothing === true ? "" : text;
    const wrong = mismatch(expected, actual, this.#dialogue.bindings);
    if (wrong !== undefined) throw new Failed(`what ${attempt} printed on ${stream}: ${wrong}`);
  }

  async #findDataset(template: JsonValue, rows: JsonValue): Promise<void> {
    const path = v.parse(v.string(), this.#dialogue.fill(template));
    const found = await csvRows(path);
    if (found === undefined) throw new Failed(`there is no dataset at ${path}`);
    const wrong = mismatch({ rows }, { rows: [...found] }, this.#dialogue.bindings);
    if (wrong !== undefined) throw new Failed(`the dataset at ${path}: ${wrong}`);
  }

  /** Every line must be valid, and what is told must follow what was told before. Returns the line. */
  #inspect(line: JsonObject): JsonObject {
    const wrong = this.#objection(line);
    if (wrong !== undefined) throw new Failed(`${wrong}: ${shown(line)}`);
    const read = v.safeParse(runnerMessage, line);
    if (!read.success) return line;
    const { method, params } = read.output;
    const isNew = this.#count(params.seq, line);
    if (method === "output" && isNew) {
      const key = `${params.attempt} ${params.stream}`;
      this.#printed.set(key, (this.#printed.get(key) ?? "") + params.text);
    }
    return line;
  }

  #objection(line: JsonObject): string | undefined {
    if (line["jsonrpc"] !== "2.0") return "a line is not JSON-RPC 2.0";
    if (line["error"] !== undefined) return undefined;
    if (line["method"] === "hello") return flaw("hello", hello, line["params"]);
    if (line["method"] !== undefined) return flaw("a message", runnerMessage, line);
    const asked = this.#asked.get(line["id"] ?? null);
    if (asked === undefined) return "an answer to what was not asked";
    return flaw(`an answer to "${asked}"`, answers[asked], line["result"]);
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

function flaw(what: string, schema: v.GenericSchema, value: unknown): string | undefined {
  const read = v.safeParse(schema, value);
  return read.success ? undefined : `${what} is not valid, ${firstIssue(read.issues)}`;
}

function isRequest(method: string): method is RequestName {
  return Object.hasOwn(answers, method);
}
