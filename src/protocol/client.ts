import { hostname } from "node:os";
import type { Duplex } from "node:stream";
import * as v from "valibot";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type Dialled, sayHello } from "./dial.ts";
import { fit, type Told } from "./fit.ts";
import {
  type Incoming,
  type RpcId,
  failureLine,
  firstIssue,
  notificationLine,
  readLine,
  rpcCodes,
} from "./json-rpc.ts";
import type { Link } from "./link.ts";
import { type Hello, PROTOCOL_VERSION, type Welcome, welcome } from "./messages/hello.ts";
import { ack } from "./messages/notifications.ts";
import { Outbox, type OutboxOptions } from "./outbox.ts";
import { problem } from "./problem.ts";
import type { ClientEnd, RunnerClient } from "./runner-client.ts";
import { type Handlers, Serving } from "./serving.ts";
import { watchSilence } from "./silence.ts";

export interface DialOptions extends OutboxOptions {
  /** Opens a connection to the leader: `() => connectTo(address)`, or one end of a `duplexPair()`. */
  readonly connect: () => Duplex;
  readonly token: string;
  readonly facts: Pick<Hello, "runner" | "version" | "types" | "capacity">;
  /** What the leader may ask. A method without a handler is answered with JSON-RPC's "method not found". */
  readonly handlers: Handlers;
  /** The epoch of the leader that started this runner; 0 when it was not told. */
  readonly epoch?: number;
  /** How long a connection may take until its welcome; 10 s. */
  readonly handshakeMs?: number;
}

const FIRST_RETRY_MS = 25;
const LAST_RETRY_MS = 1000;

/** Connects to the leader. Fails with AMA1911 where nobody answers or the token is refused, AMA1903, AMA1907. */
export function dialLeader(options: DialOptions): Promise<Result<RunnerClient>> {
  return new Promise((resolve) => {
    new Client(options, resolve).dial();
  });
}

class Client implements RunnerClient {
  readonly ended: Promise<ClientEnd>;
  readonly #options: DialOptions;
  readonly #outbox: Outbox;
  readonly #serving: Serving;
  readonly #onDialled: (dialled: Result<RunnerClient>) => void;
  #settle: (end: ClientEnd) => void = () => {};
  #hasEnded = false;
  #welcome: Welcome | undefined;
  #link: Link | undefined;
  #stopWatch: () => void = () => {};
  #pumping = false;
  #giveUpAt = 0;
  #retry: NodeJS.Timeout | undefined;
  #waiting: { readonly bytes: number; readonly resolve: () => void }[] = [];

  constructor(options: DialOptions, onDialled: (dialled: Result<RunnerClient>) => void) {
    this.#options = options;
    this.#outbox = new Outbox(options);
    this.#serving = new Serving(options.handlers, this, options.epoch ?? 0);
    this.#onDialled = onDialled;
    this.ended = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get session(): string {
    return this.#welcome?.session ?? "";
  }
  get lingerMs(): number {
    return this.#welcome?.lingerMs ?? 0;
  }
  get held(): { readonly bytes: number; readonly memoryBytes: number } {
    return { bytes: this.#outbox.heldBytes, memoryBytes: this.#outbox.memoryBytes };
  }

  tell(told: Told): void {
    if (this.#hasEnded) return;
    for (const { method, params } of fit(told)) {
      this.#outbox.append((seq) => notificationLine(method, { ...params, seq }));
    }
    this.#schedulePump();
  }

  roomFor(bytes: number): Promise<void> {
    if (this.#hasEnded || this.#outbox.heldBytes <= bytes) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ bytes, resolve }));
  }

  async leave(): Promise<ClientEnd> {
    await this.roomFor(0);
    this.#finish({ is: "left" });
    return this.ended;
  }

  dial(retryMs = FIRST_RETRY_MS): void {
    const { connect, handshakeMs = 10_000 } = this.#options;
    const leftMs = this.#welcome === undefined ? handshakeMs : this.#giveUpAt - performance.now();
    const timeoutMs = Math.min(handshakeMs, Math.max(1, leftMs));
    sayHello(connect(), this.#hello(), timeoutMs, (dialled) => this.#answered(dialled, retryMs));
  }

  #hello(): Hello {
    const credentials = this.#welcome === undefined ? { token: this.#options.token } : { key: this.#welcome.key };
    return {
      protocol: [PROTOCOL_VERSION],
      ...credentials,
      ...this.#options.facts,
      pid: process.pid,
      host: hostname(),
      lastSeq: this.#outbox.lastSeq,
      epoch: this.#serving.epoch,
    };
  }

  #answered(dialled: Dialled, retryMs: number): void {
    if (dialled.is === "answered") this.#enter(dialled.link, dialled.result);
    else if (dialled.is === "refused") this.#lose(refusal(dialled.code, dialled.message));
    else this.#again(`The leader cannot be reached: ${dialled.why}.`, retryMs);
  }

  #enter(link: Link, result: unknown): void {
    const read = v.safeParse(welcome, result);
    if (this.#hasEnded || !read.success) {
      link.close();
      if (!read.success) this.#lose(broken(`its welcome is not valid: ${firstIssue(read.issues)}`));
      return;
    }
    const { epoch, resumeFrom, silenceMs } = read.output;
    const wrong = this.#objection(epoch, resumeFrom);
    if (wrong !== undefined) {
      link.close();
      return this.#lose(wrong);
    }
    this.#welcome = read.output;
    this.#link = link;
    link.listen({
      onLine: (line) => this.#hear(line),
      onBroken: (what) => this.#lose(broken(what)),
      onClosed: (why) => this.#disconnected(why),
      onDrained: () => this.#pump(),
    });
    if (silenceMs !== undefined) {
      this.#stopWatch = watchSilence(link, silenceMs, () =>
        this.#disconnected(`nothing was heard for ${silenceMs} ms`),
      );
    }
    this.#onDialled(ok(this));
    this.#pump();
  }

  #objection(epoch: number, resumeFrom: number): Diagnostic | undefined {
    if (!this.#serving.follow(epoch)) {
      return problem("AMA1907", `The leader has epoch ${epoch}, and a newer one has taken over.`);
    }
    if (this.#outbox.rewindTo(resumeFrom)) return undefined;
    return broken(`it asks for what follows message ${resumeFrom}, which is not kept`);
  }

  #hear(line: string): void {
    const wrong = this.#handle(readLine(line));
    if (wrong === undefined) return;
    this.#link?.close(failureLine(undefined, { code: rpcCodes.invalidRequest, message: wrong }));
    this.#lose(broken(wrong));
  }

  /** Returns what is wrong with the message, if something is. */
  #handle(message: Incoming): string | undefined {
    switch (message.is) {
      case "request":
        void this.#serve(message.id, message.method, message.params);
        return undefined;
      case "notification":
        return message.method === "ack" ? this.#acknowledged(message.params) : `unknown method "${message.method}"`;
      case "failure":
        return `it reported error ${message.error.code}: ${message.error.message}`;
      case "answer":
        return "it answered what was not asked";
      default:
        return message.what;
    }
  }

  async #serve(id: RpcId, method: string, params: unknown): Promise<void> {
    const line = await this.#serving.serve(id, method, params);
    if (line !== undefined) this.#link?.write(line);
  }

  #acknowledged(params: unknown): string | undefined {
    const read = v.safeParse(ack, params);
    if (!read.success) return `"ack" is not valid: ${firstIssue(read.issues)}`;
    if (!this.#outbox.acknowledge(read.output.seq))
      return `message ${read.output.seq} was acknowledged before it was sent`;
    this.#waiting = this.#waiting.filter(({ bytes, resolve }) => {
      if (this.#outbox.heldBytes > bytes) return true;
      resolve();
      return false;
    });
    return undefined;
  }

  #schedulePump(): void {
    if (this.#pumping || this.#link === undefined) return;
    this.#pumping = true;
    queueMicrotask(() => this.#pump());
  }

  /** Writes while the stream takes it; answers written in between go ahead of what is left. */
  #pump(): void {
    this.#pumping = false;
    while (this.#link?.writable) {
      const lines = this.#outbox.next();
      if (lines === undefined) return;
      this.#link.writeNow(lines);
    }
  }

  #disconnected(why: string): void {
    this.#hangUp();
    this.#giveUpAt = performance.now() + this.lingerMs;
    this.#again(`The connection to the leader was lost: ${why}.`, FIRST_RETRY_MS);
  }

  #again(why: string, retryMs: number): void {
    if (this.#hasEnded) return;
    if (performance.now() + retryMs > this.#giveUpAt) return this.#lose(problem("AMA1911", why));
    this.#retry = setTimeout(() => this.dial(Math.min(retryMs * 2, LAST_RETRY_MS)), retryMs);
  }

  #lose(diagnostic: Diagnostic): void {
    this.#finish({ is: "lost", diagnostic });
    this.#onDialled(failed(diagnostic));
  }

  #hangUp(): void {
    this.#stopWatch();
    this.#stopWatch = () => {};
    this.#link?.close();
    this.#link = undefined;
  }

  #finish(end: ClientEnd): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    clearTimeout(this.#retry);
    this.#hangUp();
    this.#outbox.close();
    for (const { resolve } of this.#waiting) resolve();
    this.#settle(end);
  }
}

function broken(what: string): Diagnostic {
  return problem("AMA1904", `The leader broke the runner protocol: ${what}.`);
}

function refusal(code: number, message: string): Diagnostic {
  if (code === rpcCodes.version) return problem("AMA1903", `The leader refused: ${message}.`);
  if (code === rpcCodes.epoch) return problem("AMA1907", `The leader refused: ${message}.`);
  return problem("AMA1911", `The leader refused the connection: ${message}.`);
}
