import * as v from "valibot";
import { type RpcFailure, type RpcId, answerLine, failureLine, firstIssue, rpcCodes } from "./json-rpc.ts";
import type { Answer } from "./messages/answers.ts";
import { type RequestName, requests } from "./messages/requests.ts";
import type { RunnerClient } from "./runner-client.ts";

/** What a runner is asked, as its schema delivers it. */
export type Asked<M extends RequestName> = v.InferOutput<(typeof requests)[M]>;

/**
 * A runner's answers. A request may come twice, so each must be idempotent: `run` by its attempt. `client` is there to
 * tell what happens; a request can come before `dialLeader` has returned it.
 */
export type Handlers = {
  readonly [M in RequestName]?: (asked: Asked<M>, client: RunnerClient) => Promise<Answer<M>> | Answer<M>;
};

/** Serves requests on a runner's side: checks, refuses older leaders, and answers each id once per time it is asked. */
export class Serving {
  readonly #handlers: Handlers;
  readonly #client: RunnerClient;
  readonly #working = new Set<RpcId>();
  #epoch: number;

  constructor(handlers: Handlers, client: RunnerClient, epoch: number) {
    this.#handlers = handlers;
    this.#client = client;
    this.#epoch = epoch;
  }

  /** The newest epoch seen. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Follows a leader, unless a newer one was seen. */
  follow(epoch: number): boolean {
    if (epoch < this.#epoch) return false;
    this.#epoch = epoch;
    return true;
  }

  /** The line that answers; `undefined` when the same request is already being worked on. */
  async serve(id: RpcId, method: string, params: unknown): Promise<string | undefined> {
    if (this.#working.has(id)) return undefined;
    if (!isRequest(method)) return failureLine(id, failure(rpcCodes.unknownMethod, `unknown method "${method}"`));
    this.#working.add(id);
    try {
      return await this.#answer(id, method, params);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      return failureLine(id, failure(rpcCodes.internal, message));
    } finally {
      this.#working.delete(id);
    }
  }

  async #answer(id: RpcId, method: RequestName, params: unknown): Promise<string> {
    const read = v.safeParse(requests[method], params);
    if (!read.success) {
      return failureLine(id, failure(rpcCodes.invalidParams, `"${method}" is not valid: ${firstIssue(read.issues)}`));
    }
    if (!this.follow(read.output.epoch)) {
      return failureLine(id, failure(rpcCodes.epoch, `epoch ${read.output.epoch} is older than ${this.#epoch}`));
    }
    const answer = await this.#handle(method, read.output);
    if (answer === undefined) return failureLine(id, failure(rpcCodes.unknownMethod, `"${method}" is not served here`));
    return answerLine(id, answer);
  }

  #handle<M extends RequestName>(method: M, asked: Asked<M>): Promise<Answer<M>> | Answer<M> | undefined {
    const handler: Handlers[M] = this.#handlers[method];
    return handler?.(asked, this.#client);
  }
}

function isRequest(method: string): method is RequestName {
  return Object.hasOwn(requests, method);
}

function failure(code: number, message: string): RpcFailure {
  return { code, message };
}
