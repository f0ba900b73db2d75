import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Duplex, duplexPair } from "node:stream";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Result } from "../model/result.ts";
import { type DialOptions, dialLeader } from "./client.ts";
import { connectTo } from "./dial.ts";
import { LineSplitter } from "./framing.ts";
import { listenForRunners, type RunnerServer } from "./server.ts";

let folder: string;
let server: RunnerServer;

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map((d) => d.message).join("; "));
  return result.value;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ama-client-"));
  server = valueOf(await listenForRunners({ epoch: 3, tokenDirectory: folder }));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const facts = { runner: "test", version: "1", types: ["test"], capacity: 2 };

async function joined(options: Partial<DialOptions> = {}, lingerMs = 0) {
  const invitation = valueOf(server.invite({ name: "host 1", lingerMs }));
  const token = await readFile(invitation.tokenFile, "utf8");
  const connect = (): Duplex => connectTo(invitation.address);
  const [dialled, session] = await Promise.all([
    dialLeader({ connect, token, facts, handlers: {}, ...options }),
    invitation.session,
  ]);
  return { client: valueOf(dialled), session: valueOf(session) };
}

/** A leader that says exactly what a test tells it to, after a welcome. */
function bareLeader(welcome: Record<string, unknown> = {}) {
  const [far, near] = duplexPair();
  const heard: Record<string, unknown>[] = [];
  const splitter = new LineSplitter();
  const say = (line: Record<string, unknown>): boolean => far.write(`${JSON.stringify({ jsonrpc: "2.0", ...line })}\n`);
  far.on("data", (chunk: Buffer) => {
    for (const line of splitter.push(chunk).lines) {
      const message = JSON.parse(line);
      heard.push(message);
      if (message.method !== "hello") continue;
      const result = { protocol: 1, session: "s", key: "k", resumeFrom: 0, lingerMs: 0, epoch: 3, ...welcome };
      say({ id: message.id, result });
    }
  });
  return { far, heard, say, connect: () => near };
}

describe("a runner's client", () => {
  it("serves requests and tells what happens", async () => {
    const { session } = await joined({
      handlers: {
        run: ({ attempt }, client) => {
          client.tell({ method: "output", params: { attempt, stream: "stdout", text: "hello\n" } });
          client.tell({ method: "ended", params: { attempt, status: "succeeded" } });
          return { state: "accepted" };
        },
      },
    });
    const answer = await session.request("run", {
      attempt: "a1",
      action: "start",
      type: "test",
      source: { inline: "print hello" },
      env: {
        inline: {
          name: "n",
          master: "m",
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
    });
    expect(answer).toMatchObject({ ok: true, value: { state: "accepted" } });
    const messages = session.messages();
    expect((await messages.next()).value).toMatchObject({ method: "output", params: { seq: 1, text: "hello\n" } });
    expect((await messages.next()).value).toMatchObject({ method: "ended", params: { seq: 2, status: "succeeded" } });
  });

  it("is one with the leader when both are in one process", async () => {
    const connect = (): Duplex => {
      const [near, far] = duplexPair();
      server.attach(near);
      return far;
    };
    const { client, session } = await joined({ connect, handlers: { inspect: () => ({ names: [] }) } });
    expect(await session.request("inspect", { attempt: "a" })).toMatchObject({ ok: true });
    client.tell({ method: "log", params: { level: "info", text: "here" } });
    expect((await session.messages().next()).value).toMatchObject({ method: "log", params: { text: "here" } });
  });

  it("answers what it doesn't serve, cannot read, or fails at with an error", async () => {
    const handlers = {
      inspect: () => {
        throw new Error("no such attempt");
      },
    };
    const leader = bareLeader();
    valueOf(await dialLeader({ connect: leader.connect, token: "t", facts, handlers }));
    leader.say({ id: 1, method: "inspect", params: { epoch: 3, attempt: "a" } });
    leader.say({ id: 2, method: "inspect", params: { epoch: 3 } });
    leader.say({ id: 3, method: "compile", params: { epoch: 3, action: "a", type: "t", source: { inline: "" } } });
    leader.say({ id: 4, method: "explode", params: {} });
    leader.say({ id: 5, method: "inspect", params: { epoch: 2, attempt: "a" } });
    await expect.poll(() => leader.heard.length).toBe(6);
    const errors = new Map(leader.heard.slice(1).map((line) => [line["id"], line["error"]]));
    expect(errors.get(1)).toMatchObject({ code: -32603, message: "no such attempt" });
    expect(errors.get(2)).toMatchObject({ code: -32602 });
    expect(errors.get(3)).toMatchObject({ code: -32601 });
    expect(errors.get(4)).toMatchObject({ code: -32601 });
    expect(errors.get(5)).toMatchObject({ code: -32003 });
  });

  it("works once on a request that comes twice, and answers it once", async () => {
    let calls = 0;
    const gate = Promise.withResolvers<void>();
    const handlers = {
      inspect: async () => {
        calls++;
        await gate.promise;
        return { names: [] };
      },
    };
    const leader = bareLeader();
    valueOf(await dialLeader({ connect: leader.connect, token: "t", facts, handlers }));
    leader.say({ id: 1, method: "inspect", params: { epoch: 3, attempt: "a" } });
    leader.say({ id: 1, method: "inspect", params: { epoch: 3, attempt: "a" } });
    leader.say({ id: 2, method: "unknown", params: {} });
    await expect.poll(() => leader.heard.length).toBe(2);
    gate.resolve();
    await expect.poll(() => leader.heard.slice(2)).toEqual([{ jsonrpc: "2.0", id: 1, result: { names: [] } }]);
    expect(calls).toBe(1);
  });

  it("sends an answer ahead of the output that waits", async () => {
    const leader = bareLeader();
    const handlers = { inspect: () => ({ names: [] }) };
    const client = valueOf(await dialLeader({ connect: leader.connect, token: "t", facts, handlers }));
    leader.far.pause();
    for (let i = 0; i < 200; i++) {
      client.tell({ method: "output", params: { attempt: "a", stream: "stdout", text: "x".repeat(50_000) } });
    }
    leader.say({ id: 1, method: "inspect", params: { epoch: 3, attempt: "a" } });
    await new Promise((resolve) => setTimeout(resolve, 20));
    leader.far.resume();
    await expect.poll(() => leader.heard.length).toBe(202);
    const place = leader.heard.findIndex((line) => line["id"] === 1);
    expect(place).toBeLessThan(20);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ["has an older epoch", { epoch: 2 }, "AMA1907"],
    ["asks for what was never told", { resumeFrom: 1 }, "AMA1904"],
    ["gives no key", { key: undefined }, "AMA1904"],
  ])("refuses a leader that %s", async (_, welcome, code) => {
    const leader = bareLeader(welcome);
    const dialled = await dialLeader({ connect: leader.connect, token: "t", facts, handlers: {}, epoch: 3 });
    expect(dialled).toMatchObject({ ok: false, diagnostics: [{ code }] });
  });

  it.each<[string, Record<string, unknown>]>([
    ["acknowledges what was not sent", { method: "ack", params: { seq: 1 } }],
    ["notifies of something unknown", { method: "hurry", params: {} }],
    ["answers what was not asked", { id: 9, result: {} }],
  ])("parts from a leader that %s", async (_, line) => {
    const leader = bareLeader({ lingerMs: 10_000 });
    const client = valueOf(await dialLeader({ connect: leader.connect, token: "t", facts, handlers: {} }));
    leader.say(line);
    expect(await client.ended).toMatchObject({ is: "lost", diagnostic: { code: "AMA1904" } });
  });

  it("says why it cannot connect", async () => {
    const nobody = await dialLeader({
      connect: () => connectTo(join(folder, "none")),
      token: "t",
      facts,
      handlers: {},
    });
    expect(nobody).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1911" }] });
    const stranger = await dialLeader({ connect: () => connectTo(server.address), token: "t", facts, handlers: {} });
    expect(stranger).toMatchObject({
      ok: false,
      diagnostics: [{ code: "AMA1911", message: expect.stringContaining("refused") }],
    });
  });

  it("ends at once when its leader goes and there is nothing to wait for", async () => {
    const { client, session } = await joined();
    session.close();
    expect(await client.ended).toMatchObject({ is: "lost", diagnostic: { code: "AMA1911" } });
  });

  it("waits lingerMs for its leader, and then ends", async () => {
    const leader = bareLeader({ lingerMs: 150 });
    const client = valueOf(await dialLeader({ connect: leader.connect, token: "t", facts, handlers: {} }));
    const before = performance.now();
    leader.far.destroy();
    expect(await client.ended).toMatchObject({ is: "lost" });
    const waitedMs = performance.now() - before;
    expect(waitedMs).toBeGreaterThan(60);
    expect(waitedMs).toBeLessThan(1500);
  });

  it("leaves when everything it told is acknowledged", async () => {
    const { client, session } = await joined();
    client.tell({ method: "log", params: { level: "info", text: "bye" } });
    let left = false;
    const leaving = client.leave().finally(() => {
      left = true;
    });
    const { value } = await session.messages().next();
    expect(left).toBe(false);
    session.acknowledge(value?.params.seq ?? 0);
    expect(await leaving).toEqual({ is: "left" });
    expect(client.held.bytes).toBe(0);
  });
});
