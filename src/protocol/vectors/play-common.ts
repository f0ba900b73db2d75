import * as v from "valibot";
import type { JsonObject, JsonValue } from "../../model/json.ts";
import { type Bindings, fill, isObject } from "./pattern.ts";
import type { CommonStep } from "./vector.ts";
import { Failed, type Wire } from "./wire.ts";

/** How long a message may take, unless the step says otherwise. */
const WITHIN_MS = 10_000;

/** What the steps of both sides share. */
export class Dialogue {
  readonly bindings: Bindings = new Map();
  readonly #source: (what: string) => string;
  #wire: Wire | undefined;
  #lastSent = "";

  constructor(source: (what: string) => string) {
    this.#source = source;
  }

  get wire(): Wire {
    if (this.#wire === undefined) throw new Error("the vector has no connection yet");
    return this.#wire;
  }

  use(wire: Wire): void {
    this.#wire = wire;
  }

  fill(template: JsonValue): JsonValue {
    return fill(template, this.bindings, this.#source);
  }

  send(message: JsonValue): void {
    const filled = this.fill(message);
    this.sendText(`${JSON.stringify({ jsonrpc: "2.0", ...(isObject(filled) ? filled : {}) })}\n`);
  }

  sendText(text: string): void {
    this.#lastSent = text;
    this.wire.send(text);
  }

  expect(pattern: JsonValue, withinMs: number = WITHIN_MS): Promise<JsonObject> {
    if (!isObject(pattern)) throw new Error("a vector expects something else than an object");
    return this.wire.expect(pattern, this.bindings, withinMs);
  }

  async play(step: CommonStep): Promise<void> {
    if ("send" in step) this.send(step.send);
    else if ("sendText" in step) this.sendText(v.parse(v.string(), this.fill(step.sendText)));
    else if ("repeat" in step) this.sendText(this.#lastSent);
    else if ("expect" in step) await this.expect(step.expect, step.withinMs);
    else if ("expectNothing" in step) await this.wire.expectNothing(step.expectNothing);
    else if ("expectClosed" in step) await this.wire.expectClosed(step.withinMs ?? WITHIN_MS);
    else if ("drop" in step) this.wire.drop();
    else if ("halfOpen" in step) this.wire.freeze();
    else await new Promise((resolve) => setTimeout(resolve, step.delay));
  }
}

/** The promise's value, or a failure that names `what` did not happen in time. */
export async function within<T>(promise: Promise<T>, ms: number, what: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Failed(`${what} within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
