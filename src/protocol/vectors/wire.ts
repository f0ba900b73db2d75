import type { Socket } from "node:net";
import * as v from "valibot";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { LineSplitter } from "../framing.ts";
import { json } from "../messages/values.ts";
import { type Bindings, isObject, mismatch, shown } from "./pattern.ts";

const objectLine = v.pipe(v.string(), v.parseJson(), v.record(v.string(), json));

/** What a vector fails with. */
export class Failed extends Error {}

/** Called with every message as it comes; returns it as the steps see it, or throws `Failed` for one that may not come. */
export type Inspect = (message: JsonObject) => JsonObject;

const PASSED_OVER = new Set<JsonValue | undefined>([
  "output",
  "progress",
  "artifact",
  "log",
  "statement.started",
  "statement.finished",
]);

/** A connection as the player of a vector has it: what came waits until a step asks for it. */
export class Wire {
  readonly #socket: Socket;
  readonly #transcript: string[];
  #answers: JsonObject[] = [];
  #others: JsonObject[] = [];
  #failure: Failed | undefined;
  #closed = false;
  #changed: () => void = () => {};
  #heardAt = performance.now();
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(socket: Socket, transcript: string[], inspect: Inspect) {
    this.#socket = socket;
    this.#transcript = transcript;
    const splitter = new LineSplitter();
    socket.setNoDelay();
    socket.on("data", (chunk) => {
      this.#heardAt = performance.now();
      const { lines, problem } = splitter.push(Buffer.from(chunk));
      for (const line of lines) this.#receive(line, inspect);
      if (problem !== undefined) this.#fail(new Failed(problem));
    });
    socket.on("error", () => {});
    socket.on("close", () => this.#close());
    socket.on("end", () => this.#close());
  }

  send(text: string): void {
    this.#note(">", text);
    this.#socket.write(text);
  }

  /** Sends an empty line every now and then. */
  keepAlive(everyMs: number): void {
    this.#heartbeat = setInterval(() => this.#socket.write("\n"), everyMs);
  }

  drop(): void {
    clearInterval(this.#heartbeat);
    this.#note("x", "dropped");
    this.#socket.destroy();
  }

  /** Leaves the connection open and dead. */
  freeze(): void {
    clearInterval(this.#heartbeat);
    this.#note("x", "half-open");
    this.#socket.pause();
    this.#socket.removeAllListeners("data");
  }

  /** Takes the next message of the pattern's kind that may not be passed over, and compares it. */
  async expect(pattern: JsonObject, bindings: Bindings, withinMs: number): Promise<JsonObject> {
    const wanted = pattern["method"];
    const until = performance.now() + withinMs;
    for (;;) {
      const message = wanted === undefined ? this.#answerTo(pattern, bindings) : this.#take(wanted);
      if (message !== undefined) {
        const wrong = mismatch(pattern, message, bindings);
        if (wrong !== undefined) throw new Failed(`${wrong} — in ${shown(message)}`);
        return message;
      }
      if (this.#closed) throw new Failed(`the connection was closed instead of ${shown(pattern)}`);
      await this.#change(until, `nothing like ${shown(pattern)} came within ${withinMs} ms`);
    }
  }

  async expectNothing(ms: number): Promise<void> {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      const message = this.#take("") ?? this.#take(undefined);
      if (message !== undefined) throw new Failed(`unexpected: ${shown(message)}`);
      await this.#change(until, undefined);
    }
  }

  async expectAlive(ms: number, everyMs: number): Promise<void> {
    const until = performance.now() + ms;
    while (performance.now() < until) {
      if (this.#closed) throw new Failed("the connection was closed");
      if (performance.now() - this.#heardAt > everyMs) throw new Failed(`nothing was heard for ${everyMs} ms`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  async expectClosed(withinMs: number): Promise<void> {
    const until = performance.now() + withinMs;
    while (!this.#closed) await this.#change(until, `the connection was not closed within ${withinMs} ms`);
  }

  /** Requests may be answered in any order: the answer to the pattern's id, or the oldest where it names none. */
  #answerTo(pattern: JsonObject, bindings: Bindings): JsonObject | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    const { id } = pattern;
    const index = this.#answers.findIndex((answer) => id === undefined || !mismatch(id, answer["id"], bindings));
    return index < 0 ? undefined : this.#answers.splice(index, 1)[0];
  }

  /** An answer where no method is wanted; else the next message that is not passed over. */
  #take(wanted: JsonValue | undefined): JsonObject | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    if (wanted === undefined) return this.#answers.shift();
    const index = this.#others.findIndex(({ method }) => method === wanted || !PASSED_OVER.has(method));
    return index < 0 ? undefined : this.#others.splice(0, index + 1).at(-1);
  }

  /** Waits until something has come. At `until` it throws `otherwise`, or returns where that is undefined. */
  #change(until: number, otherwise: string | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => (otherwise === undefined ? resolve() : reject(new Failed(otherwise))),
        Math.max(0, until - performance.now()),
      );
      this.#changed = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #receive(line: string, inspect: Inspect): void {
    this.#note("<", line);
    try {
      const read = v.safeParse(objectLine, line);
      if (!read.success) throw new Failed(`a line is not a JSON object: ${line.slice(0, 200)}`);
      const message = inspect(read.output);
      (isAnswer(message) ? this.#answers : this.#others).push(message);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      this.#fail(error);
    }
    this.#changed();
  }

  #fail(failure: Failed): void {
    this.#failure ??= failure;
    this.#changed();
  }

  #close(): void {
    if (!this.#closed) this.#note("x", "closed");
    clearInterval(this.#heartbeat);
    this.#closed = true;
    this.#changed();
  }

  #note(sign: string, text: string): void {
    this.#transcript.push(`${sign} ${text.length > 600 ? `${text.slice(0, 600)}…` : text.trimEnd()}`);
  }
}

function isAnswer(message: JsonObject): boolean {
  return message["method"] === undefined && (message["result"] !== undefined || isObject(message["error"]));
}
