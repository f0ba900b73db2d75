import * as v from "valibot";

/** The codes of JSON-RPC errors: JSON-RPC's own, and from -32001 on this protocol's. */
export const rpcCodes = {
  malformed: -32700,
  invalidRequest: -32600,
  unknownMethod: -32601,
  invalidParams: -32602,
  internal: -32603,
  /** A `hello` that is not let in. No detail: whoever asks may have no business here. */
  refused: -32001,
  /** No common version; the message names those that the leader speaks. */
  version: -32002,
  /** The sender has an older epoch than the receiver: a newer leader has taken over. */
  epoch: -32003,
} as const;

const id = v.union([v.number(), v.string()]);
export type RpcId = v.InferOutput<typeof id>;

const failure = v.object({ code: v.number(), message: v.string(), data: v.optional(v.unknown()) });
export type RpcFailure = v.InferOutput<typeof failure>;

const envelope = v.object({
  jsonrpc: v.literal("2.0"),
  id: v.nullish(id),
  method: v.optional(v.string()),
  params: v.optional(v.unknown()),
  result: v.optional(v.unknown()),
  error: v.optional(failure),
});

/** One JSON-RPC 2.0 message, by its kind. */
export type Incoming =
  | { readonly is: "request"; readonly id: RpcId; readonly method: string; readonly params: unknown }
  | { readonly is: "notification"; readonly method: string; readonly params: unknown }
  | { readonly is: "answer"; readonly id: RpcId; readonly result: unknown }
  | { readonly is: "failure"; readonly id: RpcId | undefined; readonly error: RpcFailure }
  | { readonly is: "malformed"; readonly what: string };

/** Reads a line. What is not a JSON-RPC message comes back as `malformed`, saying what is wrong with it. */
export function readLine(line: string): Incoming {
  const parsed = parseJson(line);
  if (parsed === undefined) return { is: "malformed", what: "a line is not JSON" };
  const checked = v.safeParse(envelope, parsed.value);
  if (!checked.success) return { is: "malformed", what: `a line is not JSON-RPC 2.0: ${firstIssue(checked.issues)}` };
  return classify(checked.output);
}

function classify(message: v.InferOutput<typeof envelope>): Incoming {
  const { id, method, params, error } = message;
  if (method !== undefined) {
    return id == null ? { is: "notification", method, params } : { is: "request", id, method, params };
  }
  if (error !== undefined) return { is: "failure", id: id ?? undefined, error };
  if (id != null && "result" in message) return { is: "answer", id, result: message.result };
  return { is: "malformed", what: "a line has neither a method nor a result nor an error" };
}

function parseJson(line: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(line) };
  } catch {
    return undefined;
  }
}

/** The first thing that a schema found wrong, with its place: `params.seq: Expected number but received "x"`. */
export function firstIssue(issues: readonly v.BaseIssue<unknown>[]): string {
  const issue = issues[0];
  if (issue === undefined) return "unknown";
  const path = issue.path?.map((item) => String(item.key)).join(".");
  return path === undefined ? issue.message : `${path}: ${issue.message}`;
}

export function requestLine(id: RpcId, method: string, params: unknown): string {
  return `${JSON.stringify({ jsonrpc: "2.0", id, method, params })}\n`;
}

export function notificationLine(method: string, params: unknown): string {
  return `${JSON.stringify({ jsonrpc: "2.0", method, params })}\n`;
}

export function answerLine(id: RpcId, result: unknown): string {
  return `${JSON.stringify({ jsonrpc: "2.0", id, result })}\n`;
}

export function failureLine(id: RpcId | undefined, error: RpcFailure): string {
  return `${JSON.stringify({ jsonrpc: "2.0", id: id ?? null, error })}\n`;
}
