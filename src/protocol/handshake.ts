import { createHash, randomBytes } from "node:crypto";
import * as v from "valibot";
import { type RpcId, failureLine, firstIssue, readLine, rpcCodes } from "./json-rpc.ts";
import { type Hello, hello, PROTOCOL_VERSION } from "./messages/hello.ts";

/** A fresh token or session key: 256 random bits. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What a secret is looked up by, so that comparing takes no time that tells anything about it. */
export function digestOf(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** What every version of `hello` has: enough to know who asks, before its other fields are looked at. */
const calling = v.object({
  protocol: v.array(v.number()),
  token: v.optional(v.string()),
  key: v.optional(v.string()),
});

/** The first line of a connection, as far as it could be read without knowing who sent it. */
export interface Call {
  readonly id: RpcId;
  readonly params: unknown;
  readonly protocol: readonly number[];
  /** Digest of the token, on a first connection. */
  readonly token: string | undefined;
  /** Digest of the session key, on a reconnect. */
  readonly key: string | undefined;
}

/** Reads the first line of a connection; `undefined` when it is no `hello` of any version. */
export function readCall(line: string): Call | undefined {
  const message = readLine(line);
  if (message.is !== "request" || message.method !== "hello") return undefined;
  const read = v.safeParse(calling, message.params);
  if (!read.success) return undefined;
  const { protocol, token, key } = read.output;
  return {
    id: message.id,
    params: message.params,
    protocol,
    token: token === undefined ? undefined : digestOf(token),
    key: key === undefined ? undefined : digestOf(key),
  };
}

/** Why somebody who has a right to be here is not let in. */
export interface Objection {
  readonly code: "AMA1903" | "AMA1904" | "AMA1907";
  /** For the user, after the runner's name. */
  readonly what: string;
  /** The line that tells the runner. */
  readonly line: string;
}

/** Checks the hello of a caller whose token or key was right. */
export function readHello(call: Call, epoch: number): Hello | Objection {
  if (!call.protocol.includes(PROTOCOL_VERSION)) {
    const theirs = call.protocol.join(", ") || "none";
    const message = `the leader speaks version ${PROTOCOL_VERSION} of the runner protocol, the runner ${theirs}`;
    return object("AMA1903", message, failureLine(call.id, { code: rpcCodes.version, message }));
  }
  const read = v.safeParse(hello, call.params);
  if (!read.success) {
    const message = `"hello" is not valid: ${firstIssue(read.issues)}`;
    return object("AMA1904", message, failureLine(call.id, { code: rpcCodes.invalidParams, message }));
  }
  if (read.output.epoch > epoch) {
    const message = `the leader's epoch ${epoch} is older than the runner's ${read.output.epoch}`;
    return object("AMA1907", message, failureLine(call.id, { code: rpcCodes.epoch, message }));
  }
  return read.output;
}

/** The answer to everybody else. It has no detail. */
export function refusalLine(call: Call | undefined): string {
  return failureLine(call?.id, { code: rpcCodes.refused, message: "refused" });
}

function object(code: Objection["code"], what: string, line: string): Objection {
  return { code, what, line };
}
