import { mkdtemp, readFile, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import type { Invitation } from "../invitation.ts";
import { welcome } from "../messages/hello.ts";
import { ack, type RunnerMessage } from "../messages/notifications.ts";
import { leaderRequest } from "../messages/requests.ts";
import { json } from "../messages/values.ts";
import { listenForRunners, type RunnerServer } from "../server.ts";
import type { RunnerSession } from "../session.ts";
import { mismatch } from "./pattern.ts";
import { Dialogue, within } from "./play-common.ts";
import type { LeaderStep, LeaderVector, VectorResult } from "./vector.ts";
import { Failed, Wire } from "./wire.ts";

const WITHIN_MS = 5000;

/** Plays a vector against this program's own leader. */
export async function playLeader(vector: LeaderVector): Promise<VectorResult> {
  const folder = await mkdtemp(join(tmpdir(), "ama-vector-"));
  const { epoch = 1, lingerMs = 0, silenceMs } = vector.options;
  const listening = await listenForRunners({ epoch, tokenDirectory: folder, ackDelayMs: 1 });
  if (!listening.ok) throw new Error(listening.diagnostics[0]?.message);
  const silence = silenceMs === undefined ? {} : { silenceMs };
  const invited = listening.value.invite({ name: "runner", lingerMs, ...silence });
  if (!invited.ok) throw new Error(invited.diagnostics[0]?.message);
  const token = await readFile(invited.value.tokenFile, "utf8");
  const play = new LeaderPlay(listening.value, invited.value, token);
  try {
    return await play.all(vector.steps);
  } finally {
    await listening.value.close();
    await rm(folder, { recursive: true });
  }
}

class LeaderPlay {
  readonly #server: RunnerServer;
  readonly #invitation: Invitation;
  readonly #dialogue = new Dialogue((what) => {
    throw new Error(`a leader has no snippet for "${what}"`);
  });
  readonly #transcript: string[] = [];
  readonly #answers = new Map<string, Promise<JsonValue>>();
  #messages: AsyncGenerator<RunnerMessage, void, undefined> | undefined;

  constructor(server: RunnerServer, invitation: Invitation, token: string) {
    this.#server = server;
    this.#invitation = invitation;
    this.#dialogue.bindings.set("token", token);
  }

  async all(steps: readonly LeaderStep[]): Promise<VectorResult> {
    for (const [index, step] of steps.entries()) {
      try {
        await this.#step(step);
      } catch (error) {
        if (!(error instanceof Failed)) throw error;
        return { is: "failed", step: index, what: error.message, transcript: this.#transcript };
      }
    }
    return { is: "passed" };
  }

  async #step(step: LeaderStep): Promise<void> {
    if ("connect" in step) await this.#connect();
    else if ("ask" in step) await this.#ask(step.as, step.ask.method, step.ask.params);
    else if ("answered" in step) await this.#answered(step.answered, step.matches);
    else if ("delivered" in step) await this.#delivered(step.delivered);
    else if ("acknowledge" in step) (await this.#session()).acknowledge(step.acknowledge);
    else if ("invited" in step) await this.#compare(step.invited, this.#invitation.session, "the invitation to settle");
    else if ("ended" in step) await this.#compare(step.ended, (await this.#session()).closed, "the session to end");
    else await this.#dialogue.play(step);
  }

  async #connect(): Promise<void> {
    const [host = "", port = ""] = this.#server.address.split(":");
    const socket = connect(Number(port), host);
    this.#dialogue.use(new Wire(socket, this.#transcript, checkLine));
    await within(
      new Promise((resolve) => socket.once("connect", resolve)),
      WITHIN_MS,
      "the leader accepts no connection",
    );
  }

  async #session(): Promise<RunnerSession> {
    const session = await within(this.#invitation.session, WITHIN_MS, "the leader has no session");
    if (!session.ok) throw new Failed(`the leader has no session: ${session.diagnostics[0]?.message}`);
    return session.value;
  }

  async #ask(name: string, method: string, params: JsonValue): Promise<void> {
    const session = await this.#session();
    const asked = v.parse(leaderRequest, { method, params: { ...toObject(params), epoch: 0 } });
    this.#answers.set(name, session.request(asked.method, asked.params).then(toJson));
  }

  async #answered(name: string, pattern: JsonValue): Promise<void> {
    const answer = this.#answers.get(name);
    if (answer === undefined) throw new Error(`the vector asked nothing by the name of "${name}"`);
    await this.#compare(pattern, answer, `the answer to "${name}"`);
  }

  async #delivered(patterns: readonly JsonValue[]): Promise<void> {
    this.#messages ??= (await this.#session()).messages();
    for (const pattern of patterns)
      await this.#compare(pattern, this.#next(this.#messages), "a message to be delivered");
  }

  async #next(messages: AsyncGenerator<RunnerMessage, void, undefined>): Promise<unknown> {
    const { value } = await messages.next();
    return value ?? { is: "the end of the session" };
  }

  async #compare(pattern: JsonValue, promise: Promise<unknown>, what: string): Promise<void> {
    const actual = toJson(await within(promise, WITHIN_MS, `waited in vain for ${what}`));
    const wrong = mismatch(pattern, actual, this.#dialogue.bindings);
    if (wrong !== undefined) throw new Failed(`${what}: ${wrong}`);
  }
}

function checkLine(line: JsonObject): JsonObject {
  if (!isLeaderLine(line)) throw new Failed(`this is no line of a leader: ${JSON.stringify(line)}`);
  return line;
}

function isLeaderLine(line: JsonObject): boolean {
  if (line["jsonrpc"] !== "2.0") return false;
  if (line["method"] === "ack") return v.is(ack, line["params"]);
  if (line["method"] !== undefined) return typeof line["id"] === "number" && v.is(leaderRequest, line);
  if (line["error"] !== undefined) return v.is(v.object({ code: v.number(), message: v.string() }), line["error"]);
  return v.is(welcome, line["result"]);
}

/** The value as it would be sent. */
function toJson(value: unknown): JsonValue {
  return v.parse(json, JSON.parse(JSON.stringify(value)));
}

function toObject(value: JsonValue): JsonObject {
  return v.parse(v.record(v.string(), json), value);
}
