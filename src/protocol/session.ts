import * as v from "valibot";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, type Result } from "../model/result.ts";
import { Inbox } from "./inbox.ts";
import { type Incoming, failureLine, firstIssue, notificationLine, readLine, rpcCodes } from "./json-rpc.ts";
import type { Link } from "./link.ts";
import type { Answer } from "./messages/answers.ts";
import type { Hello } from "./messages/hello.ts";
import { type RunnerMessage, runnerMessage } from "./messages/notifications.ts";
import type { RequestName, RequestParams } from "./messages/requests.ts";
import { OpenRequests } from "./open-requests.ts";
import { problem } from "./problem.ts";
import { watchSilence } from "./silence.ts";

/** Why a session is over. */
export type SessionEnd =
  /** The leader closed it, or the runner left after it was asked to shut down. */
  | { readonly is: "closed" }
  /** The runner is gone and did not come back in time. */
  | { readonly is: "lost"; readonly diagnostic: Diagnostic }
  /** The runner sent what the protocol doesn't allow, and was cut off. */
  | { readonly is: "broken"; readonly diagnostic: Diagnostic };

/** What a runner says of itself. */
export type RunnerFacts = Pick<Hello, "runner" | "version" | "types" | "capacity" | "pid" | "host">;

/** A runner, as its leader sees it: one for the runner's whole life, however often the connection breaks. */
export interface RunnerSession {
  readonly id: string;
  readonly runner: RunnerFacts;
  /** Settles once, when no further message can come; those that had come are still handed out by `batches`. */
  readonly closed: Promise<SessionEnd>;
  /** Bytes received and not yet taken by the consumer. */
  readonly bufferedBytes: number;
  /**
   * Asks the runner. While the connection is broken the request waits for the next one. A failure is a value: the
   * runner's error (AMA1908), a lost session (AMA1905), a request too long for a line (AMA1910). An abort rejects with
   * the signal's reason and withdraws nothing at the runner: send `cancel` for that.
   */
  request<M extends RequestName>(
    method: M,
    params: Omit<RequestParams<M>, "epoch">,
    options?: { readonly signal?: AbortSignal },
  ): Promise<Result<Answer<M>>>;
  /**
   * What the runner tells, in order, each message exactly once, whatever has come since the last batch together; ends
   * with the session. For one consumer. While it is busy the socket is not read beyond a small buffer.
   */
  batches(): AsyncGenerator<readonly RunnerMessage[], void, undefined>;
  /** The same, one by one. */
  messages(): AsyncGenerator<RunnerMessage, void, undefined>;
  /** Says that everything up to `seq` is durable, so that the runner may forget it. */
  acknowledge(seq: number): void;
  /** Drops the runner at once, without `shutdown`. */
  close(): void;
}

export interface SessionOptions {
  readonly id: string;
  /** What messages call the runner. */
  readonly name: string;
  readonly epoch: number;
  readonly lingerMs: number;
  readonly silenceMs: number | undefined;
  /** Received bytes beyond which the socket is not read, unless a request waits for its answer. */
  readonly bufferBytes: number;
  readonly ackDelayMs: number;
}

/**
 * While a request is open, reading goes on up to this factor of `bufferBytes`: runners send answers ahead of output, so
 * an answer can lie no deeper than the kernel's socket buffers (some 10 MiB). Hence a consumer that awaits an answer
 * before it takes the next message does not wait for ever.
 */
const ANSWER_DEPTH = 16;

export class LeaderSession implements RunnerSession {
  readonly runner: RunnerFacts;
  readonly closed: Promise<SessionEnd>;
  readonly #options: SessionOptions;
  readonly #inbox: Inbox<RunnerMessage>;
  readonly #requests = new OpenRequests();
  #settle: (end: SessionEnd) => void = () => {};
  #end: SessionEnd | undefined;
  #link: Link | undefined;
  #stopWatch: () => void = () => {};
  #lingering: NodeJS.Timeout | undefined;
  #ackTimer: NodeJS.Timeout | undefined;
  #received = 0;
  #durable = 0;
  #acked = 0;
  #leaving = false;

  constructor(options: SessionOptions, runner: RunnerFacts) {
    this.#options = options;
    this.runner = runner;
    this.#inbox = new Inbox(() => this.#regulate());
    this.closed = new Promise((resolve) => {
      this.#settle = resolve;
    });
  }

  get id(): string {
    return this.#options.id;
  }

  get bufferedBytes(): number {
    return this.#inbox.bytes;
  }

  /** The last sequence number received; the runner sends on from there. */
  get resumeFrom(): number {
    return this.#received;
  }

  /** Takes over a connection whose runner has proved to be this session's; an earlier one is dropped. */
  attach(link: Link, welcomeLine: string): void {
    this.#detach();
    this.#link = link;
    link.listen({
      onLine: (line) => this.#hear(line),
      onBroken: (what) => this.breakOff(what),
      onClosed: (why) => this.#lose(problem("AMA1905", `The connection to ${this.#options.name} was lost: ${why}.`)),
    });
    link.write(welcomeLine);
    this.#acked = 0;
    this.#sendAck();
    link.write(this.#requests.lines());
    const { silenceMs, name } = this.#options;
    if (silenceMs === undefined) return;
    const silent = problem("AMA1906", `Nothing was heard from ${name} for ${silenceMs} ms.`);
    this.#stopWatch = watchSilence(link, silenceMs, () => this.#lose(silent));
  }

  request<M extends RequestName>(
    method: M,
    params: Omit<RequestParams<M>, "epoch">,
    options: { readonly signal?: AbortSignal } = {},
  ): Promise<Result<Answer<M>>> {
    if (this.#end !== undefined) return Promise.resolve(this.#gone(this.#end));
    const asked = this.#requests.ask(
      method,
      { ...params, epoch: this.#options.epoch },
      (line) => this.#link?.write(line),
      options.signal,
    );
    if (method === "shutdown") this.#leaving = true;
    this.#regulate();
    return asked.finally(() => this.#regulate());
  }

  async *batches(): AsyncGenerator<readonly RunnerMessage[], void, undefined> {
    for (let batch = await this.#inbox.take(); batch !== undefined; batch = await this.#inbox.take()) yield batch;
  }

  async *messages(): AsyncGenerator<RunnerMessage, void, undefined> {
    for await (const batch of this.batches()) yield* batch;
  }

  acknowledge(seq: number): void {
    if (seq > this.#received) throw new RangeError(`cannot acknowledge ${seq}: only ${this.#received} was received`);
    if (seq <= this.#durable) return;
    this.#durable = seq;
    // What has come by then is read first: where the runner is gone, writing would end the connection at once.
    this.#ackTimer ??= setTimeout(() => setImmediate(() => this.#sendAck()), this.#options.ackDelayMs);
  }

  close(): void {
    this.#finish({ is: "closed" });
  }

  #sendAck(): void {
    clearTimeout(this.#ackTimer);
    this.#ackTimer = undefined;
    if (this.#link === undefined || this.#durable === this.#acked) return;
    this.#acked = this.#durable;
    this.#link.write(notificationLine("ack", { seq: this.#durable }));
  }

  #hear(line: string): void {
    const message = readLine(line);
    const wrong = this.#handle(message, line.length);
    if (wrong !== undefined) this.breakOff(wrong);
  }

  /** Returns what is wrong with the message, if something is. */
  #handle(message: Incoming, size: number): string | undefined {
    switch (message.is) {
      case "notification":
        return this.#receive(message.method, message.params, size);
      case "answer":
        return this.#requests.answer(message.id, message.result);
      case "failure":
        if (message.id === undefined) return `it reported error ${message.error.code}: ${message.error.message}`;
        this.#requests.fail(message.id, message.error);
        return undefined;
      case "request":
        return `a runner may not ask "${message.method}" here`;
      default:
        return message.what;
    }
  }

  #receive(method: string, params: unknown, size: number): string | undefined {
    const read = v.safeParse(runnerMessage, { method, params });
    if (!read.success) return `"${method}" is not valid: ${firstIssue(read.issues)}`;
    const { seq } = read.output.params;
    if (seq <= this.#received) return undefined;
    if (seq !== this.#received + 1) return `message ${seq} follows message ${this.#received}`;
    this.#received = seq;
    this.#inbox.push(read.output, size);
    this.#regulate();
    return undefined;
  }

  /** Stops or starts reading the socket, by how much the consumer has left. */
  #regulate(): void {
    const link = this.#link;
    if (link === undefined) return;
    const depth = this.#requests.size > 0 ? ANSWER_DEPTH : 1;
    const full = this.#inbox.bytes > this.#options.bufferBytes * depth;
    if (full === link.paused) return;
    if (full) link.pause();
    else link.resume();
  }

  /** Ends the session because the runner broke the protocol, on this connection or on another. */
  breakOff(what: string): void {
    const message = `${this.#options.name} broke the runner protocol: ${what}.`;
    const lastWord = failureLine(undefined, { code: rpcCodes.invalidRequest, message: what });
    this.#finish({ is: "broken", diagnostic: problem("AMA1904", message) }, lastWord);
  }

  #lose(diagnostic: Diagnostic): void {
    this.#detach();
    const end: SessionEnd = this.#leaving ? { is: "closed" } : { is: "lost", diagnostic };
    const { lingerMs } = this.#options;
    if (this.#leaving || lingerMs === 0) this.#finish(end);
    else this.#lingering = setTimeout(() => this.#finish(end), lingerMs);
  }

  #detach(): void {
    clearTimeout(this.#lingering);
    this.#stopWatch();
    this.#stopWatch = () => {};
    this.#link?.close();
    this.#link = undefined;
  }

  #finish(end: SessionEnd, lastWord?: string): void {
    if (this.#end !== undefined) return;
    this.#end = end;
    this.#link?.close(lastWord);
    this.#detach();
    clearTimeout(this.#ackTimer);
    this.#inbox.close();
    this.#requests.failAll(this.#gone(end));
    this.#settle(end);
  }

  #gone(end: SessionEnd): Result<never> {
    if (end.is !== "closed") return failed(end.diagnostic);
    return failed(problem("AMA1905", `The session of ${this.#options.name} is closed.`));
  }
}
