import * as v from "valibot";
import { failed, ok, type Result } from "../model/result.ts";
import { type RpcFailure, type RpcId, firstIssue, requestLine, rpcCodes } from "./json-rpc.ts";
import { MAX_LINE_BYTES } from "./framing.ts";
import { type Answer, answers } from "./messages/answers.ts";
import type { RequestName } from "./messages/requests.ts";
import { problem } from "./problem.ts";

interface Open {
  readonly line: string;
  readonly method: RequestName;
  /** Returns what is wrong with the answer, if something is. */
  readonly answer: (result: unknown) => string | undefined;
  readonly fail: (why: Result<never>) => void;
}

/**
 * The requests that wait for an answer. Every request of the protocol is idempotent, so all of them are simply sent
 * again on a new connection; an answer that nobody waits for any more is let go.
 */
export class OpenRequests {
  readonly #open = new Map<RpcId, Open>();
  #lastId = 0;

  get size(): number {
    return this.#open.size;
  }

  /** The lines of all open requests, oldest first. */
  lines(): string {
    return [...this.#open.values()].map((request) => request.line).join("");
  }

  /** Opens a request, and hands its line to `send`. An aborted one rejects with the signal's reason. */
  ask<M extends RequestName>(
    method: M,
    params: unknown,
    send: (line: string) => void,
    signal?: AbortSignal,
  ): Promise<Result<Answer<M>>> {
    const id = ++this.#lastId;
    const line = requestLine(id, method, params);
    const bytes = Buffer.byteLength(line) - 1;
    if (bytes > MAX_LINE_BYTES) return Promise.resolve(tooLong(method, bytes));
    return new Promise((resolve, reject) => {
      const forget = (): void => {
        this.#open.delete(id);
        signal?.removeEventListener("abort", abort);
      };
      const abort = (): void => {
        forget();
        reject(signal?.reason);
      };
      if (signal?.aborted) return reject(signal.reason);
      signal?.addEventListener("abort", abort, { once: true });
      this.#open.set(id, {
        line,
        method,
        answer: (result) => {
          const read = readAnswer(method, result);
          if (!read.ok) return read.what;
          forget();
          resolve(ok(read.answer));
          return undefined;
        },
        fail: (why) => {
          forget();
          resolve(why);
        },
      });
      send(line);
    });
  }

  /** Settles a request. Returns what is wrong with the answer, if something is. */
  answer(id: RpcId, result: unknown): string | undefined {
    return this.#open.get(id)?.answer(result);
  }

  /** Settles a request with the peer's error. */
  fail(id: RpcId, error: RpcFailure): void {
    const request = this.#open.get(id);
    request?.fail(refusal(request.method, error));
  }

  failAll(why: Result<never>): void {
    for (const request of this.#open.values()) request.fail(why);
  }
}

function readAnswer<M extends RequestName>(
  method: M,
  result: unknown,
): { readonly ok: true; readonly answer: Answer<M> } | { readonly ok: false; readonly what: string } {
  const schema: (typeof answers)[M] = answers[method];
  const read = v.safeParse(schema, result);
  if (!read.success) return { ok: false, what: `the answer to ${method} is not valid: ${firstIssue(read.issues)}` };
  return { ok: true, answer: read.output };
}

function refusal(method: RequestName, error: RpcFailure): Result<never> {
  if (error.code === rpcCodes.epoch) {
    return failed(problem("AMA1907", `The runner refused "${method}": a newer leader has taken over.`));
  }
  return failed(problem("AMA1908", `The runner answered "${method}" with error ${error.code}: ${error.message}`));
}

function tooLong(method: RequestName, bytes: number): Result<never> {
  const message = `The request "${method}" takes ${bytes} bytes, and a line may have ${MAX_LINE_BYTES}.`;
  return failed(problem("AMA1910", message, "Pass its source or env as a file."));
}
