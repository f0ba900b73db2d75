import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Result } from "../model/result.ts";
import { BareRunner, isLine } from "./bare-runner.test-support.ts";
import type { InviteOptions, ListenOptions } from "./invitation.ts";
import type { RunnerMessage } from "./messages/notifications.ts";
import { listenForRunners, type RunnerServer } from "./server.ts";

let folder: string;
let server: RunnerServer;
let refused: Diagnostic[];

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map((d) => d.message).join("; "));
  return result.value;
}

async function listen(options: Partial<ListenOptions> = {}): Promise<void> {
  const onRefused = (diagnostic: Diagnostic): number => refused.push(diagnostic);
  server = valueOf(await listenForRunners({ epoch: 3, tokenDirectory: folder, onRefused, ...options }));
}

async function joined(options: Partial<InviteOptions> = {}) {
  const invitation = valueOf(server.invite({ name: "host 1", ...options }));
  const token = await readFile(invitation.tokenFile, "utf8");
  const runner = new BareRunner(invitation.address);
  runner.hello({ token });
  const session = valueOf(await invitation.session);
  const [welcome] = await runner.hear();
  const key = isLine(welcome?.["result"]) ? welcome["result"]["key"] : undefined;
  return { invitation, token, runner, session, welcome, key };
}

async function take(messages: AsyncGenerator<RunnerMessage>, count: number): Promise<number[]> {
  const seqs: number[] = [];
  while (seqs.length < count) {
    const next = await messages.next();
    if (next.done) break;
    seqs.push(next.value.params.seq);
  }
  return seqs;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "ama-session-"));
  refused = [];
  await listen();
});

afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

describe("the handshake", () => {
  it("hands the token in a file that only the user can read, and deletes it", async () => {
    const invitation = valueOf(server.invite({ name: "host 1" }));
    expect((await stat(invitation.tokenFile)).mode & 0o777).toBe(0o600);
    const runner = new BareRunner(invitation.address);
    runner.hello({ token: await readFile(invitation.tokenFile, "utf8") });
    const session = valueOf(await invitation.session);
    expect(session.runner).toEqual({
      runner: "bare",
      version: "1",
      types: ["test"],
      capacity: 1,
      pid: 1,
      host: "here",
    });
    const [welcome] = await runner.hear();
    expect(welcome).toMatchObject({ id: 1, result: { protocol: 1, resumeFrom: 0, lingerMs: 0, epoch: 3 } });
    await expect.poll(() => stat(invitation.tokenFile).catch(() => "gone")).toBe("gone");
  });

  it.each([
    ["a wrong token", { token: "x" }],
    ["a wrong key", { key: "x" }],
    ["neither", {}],
  ])("turns away %s without detail", async (_, params) => {
    const runner = new BareRunner(server.address);
    runner.hello(params);
    expect(await runner.hear()).toEqual([{ jsonrpc: "2.0", id: 1, error: { code: -32001, message: "refused" } }]);
    await runner.closed;
    expect(refused.map((d) => d.code)).toEqual(["AMA1909"]);
  });

  it("takes a token once", async () => {
    const { token, session } = await joined();
    const second = new BareRunner(server.address);
    second.hello({ token });
    expect(await second.hear()).toMatchObject([{ error: { code: -32001 } }]);
    await second.closed;
    expect(session.bufferedBytes).toBe(0);
  });

  it("tells an invited runner of another version which version it speaks", async () => {
    const invitation = valueOf(server.invite({ name: "host 1" }));
    const runner = new BareRunner(server.address);
    runner.hello({ protocol: [2, 3], token: await readFile(invitation.tokenFile, "utf8") });
    expect(await runner.hear()).toMatchObject([
      { error: { code: -32002, message: expect.stringContaining("version 1") } },
    ]);
    expect(await invitation.session).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1903" }] });
  });

  it("doesn't serve a runner that has seen a newer leader", async () => {
    const invitation = valueOf(server.invite({ name: "host 1" }));
    const runner = new BareRunner(server.address);
    runner.hello({ epoch: 4, token: await readFile(invitation.tokenFile, "utf8") });
    expect(await runner.hear()).toMatchObject([{ error: { code: -32003 } }]);
    expect(await invitation.session).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1907" }] });
  });

  it("drops who says nothing, or something else", async () => {
    await server.close();
    await listen({ handshakeMs: 20 });
    const silent = new BareRunner(server.address);
    const rude = new BareRunner(server.address);
    rude.socket.write("GET / HTTP/1.1\r\n\r\n");
    await Promise.all([silent.closed, rude.closed]);
    expect(refused.map((d) => d.code)).toEqual(["AMA1909", "AMA1909"]);
  });

  it("gives up an invitation that is withdrawn", async () => {
    const invitation = valueOf(server.invite({ name: "host 1" }));
    const token = await readFile(invitation.tokenFile, "utf8");
    await invitation.withdraw();
    expect(await invitation.session).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1902" }] });
    const late = new BareRunner(server.address);
    late.hello({ token });
    expect(await late.hear()).toMatchObject([{ error: { code: -32001 } }]);
  });

  it("says why it cannot write a token", async () => {
    await server.close();
    await listen({ tokenDirectory: join(folder, "missing") });
    expect(server.invite({ name: "host 1" })).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1912" }] });
  });

  it("stops at once, though somebody has connected and said nothing", async () => {
    const silent = new BareRunner(server.address);
    await new Promise((resolve) => silent.socket.once("connect", resolve));
    await server.close();
    await silent.closed;
    expect(refused).toEqual([]);
  });

  it("listens on a Unix socket that only the user can use", async () => {
    await server.close();
    const path = join(folder, "s");
    await listen({ at: { path } });
    expect(server.address).toBe(path);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("says why it cannot listen", async () => {
    const result = await listenForRunners({
      epoch: 1,
      tokenDirectory: folder,
      at: { path: join(folder, "no/such/s") },
    });
    expect(result).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1901" }] });
  });
});

describe("requests", () => {
  it("bear the epoch and come back typed", async () => {
    const { runner, session } = await joined();
    const answer = session.request("cancel", { attempt: "a", graceMs: 5 });
    const [asked] = await runner.hear();
    expect(asked).toMatchObject({ method: "cancel", params: { attempt: "a", graceMs: 5, epoch: 3 } });
    runner.say({ id: asked?.["id"], result: { state: "accepted" } });
    expect(await answer).toEqual({ ok: true, value: { state: "accepted" }, diagnostics: [] });
  });

  it("tell the runner's error as a value", async () => {
    const { runner, session } = await joined();
    const answers = [session.request("inspect", { attempt: "a" }), session.request("inspect", { attempt: "b" })];
    const [first, second] = await runner.hear(2);
    runner.say({ id: second?.["id"], error: { code: -32003, message: "older" } });
    runner.say({ id: first?.["id"], error: { code: -32603, message: "no such attempt" } });
    expect(await answers[0]).toMatchObject({
      diagnostics: [{ code: "AMA1908", message: expect.stringContaining("no such") }],
    });
    expect(await answers[1]).toMatchObject({ diagnostics: [{ code: "AMA1907" }] });
  });

  it("end the session when the answer is not valid", async () => {
    const { runner, session } = await joined();
    const answer = session.request("cancel", { attempt: "a", graceMs: 5 });
    const [asked] = await runner.hear();
    runner.say({ id: asked?.["id"], result: { state: "perhaps" } });
    expect(await answer).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1904" }] });
    expect(await session.closed).toMatchObject({ is: "broken" });
  });

  it("reject with the reason when aborted, and let a late answer go", async () => {
    const { runner, session } = await joined();
    const abort = new AbortController();
    const answer = session.request("inspect", { attempt: "a" }, { signal: abort.signal });
    const [asked] = await runner.hear();
    abort.abort(new Error("enough"));
    await expect(answer).rejects.toThrow("enough");
    await expect(session.request("inspect", { attempt: "a" }, { signal: abort.signal })).rejects.toThrow("enough");
    runner.say({ id: asked?.["id"], result: { names: [] } });
    runner.output(1);
    expect(await take(session.messages(), 1)).toEqual([1]);
  });

  it("do not leave when they don't fit in a line", async () => {
    const { session } = await joined();
    const source = { inline: "x".repeat(1024 * 1024) };
    const answer = await session.request("compile", { action: "a", type: "t", source });
    expect(answer).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1910" }] });
  });

  it("fail when the session is lost, and afterwards", async () => {
    const { runner, session } = await joined();
    const answer = session.request("inspect", { attempt: "a" });
    await runner.hear();
    runner.socket.destroy();
    expect(await answer).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1905" }] });
    expect(await session.request("inspect", { attempt: "a" })).toMatchObject({ ok: false });
  });

  it("are asked again on a new connection", async () => {
    const { runner, session, key } = await joined({ lingerMs: 10_000 });
    const answer = session.request("inspect", { attempt: "a" });
    const [asked] = await runner.hear();
    runner.socket.destroy();
    const again = new BareRunner(server.address);
    again.hello({ key: key });
    const [, repeated] = await again.hear(2);
    expect(repeated).toEqual(asked);
    again.say({ id: asked?.["id"], result: { names: [] } });
    expect(await answer).toMatchObject({ ok: true });
  });
});

describe("what the runner tells", () => {
  it("takes what a runner has told before it was killed, also when that can be acknowledged no more", async () => {
    const { runner, session } = await joined({ lingerMs: 1000 });
    const messages = session.messages();
    runner.socket.setNoDelay();
    runner.output(1);
    expect(await take(messages, 1)).toEqual([1]);
    session.acknowledge(1);
    runner.output(2);
    runner.socket.resetAndDestroy();
    // The acknowledgement is due before anything is read.
    const until = performance.now() + 30;
    while (performance.now() < until);
    expect(await take(messages, 1)).toEqual([2]);
  });

  it("arrives in order, and what came before the end is still handed out after it", async () => {
    const { runner, session } = await joined();
    for (const seq of [1, 2, 3]) runner.output(seq);
    runner.socket.end();
    expect(await session.closed).toMatchObject({ is: "lost", diagnostic: { code: "AMA1905" } });
    expect(await take(session.messages(), 4)).toEqual([1, 2, 3]);
  });

  it("is acknowledged in one go, and again on a new connection", async () => {
    const { runner, session, key } = await joined({ lingerMs: 10_000 });
    for (const seq of [1, 2, 3]) runner.output(seq);
    await take(session.messages(), 3);
    session.acknowledge(1);
    session.acknowledge(3);
    session.acknowledge(2);
    expect(await runner.hear()).toEqual([{ jsonrpc: "2.0", method: "ack", params: { seq: 3 } }]);
    expect(() => session.acknowledge(4)).toThrow(RangeError);
    const again = new BareRunner(server.address);
    again.hello({ key: key, lastSeq: 3 });
    expect(await again.hear(2)).toMatchObject([{ result: { resumeFrom: 3 } }, { method: "ack", params: { seq: 3 } }]);
  });

  it("is taken once when it is sent twice", async () => {
    const { runner, session, key } = await joined({ lingerMs: 10_000 });
    const messages = session.messages();
    runner.output(1);
    runner.output(1);
    runner.output(2);
    expect(await take(messages, 2)).toEqual([1, 2]);
    const again = new BareRunner(server.address);
    again.hello({ key: key, lastSeq: 3 });
    await runner.closed;
    for (const seq of [1, 2, 3]) again.output(seq);
    expect(await take(messages, 1)).toEqual([3]);
  });

  it.each<[string, (runner: BareRunner) => void, string]>([
    ["a gap", (r) => r.output(2), "message 2 follows message 0"],
    ["no JSON", (r) => r.socket.write("{\n"), "not JSON"],
    ["no JSON-RPC", (r) => r.socket.write('{"seq":1}\n'), "not JSON-RPC"],
    ["an unknown method", (r) => r.say({ method: "outptu", params: { seq: 1 } }), '"outptu" is not valid'],
    ["wrong params", (r) => r.say({ method: "log", params: { seq: 1, level: "loud", text: "" } }), "params.level"],
    ["a request", (r) => r.hello({}), 'may not ask "hello"'],
    ["a line too long", (r) => r.socket.write("x".repeat(1024 * 1024 + 1)), "longer than"],
    ["bytes that are not UTF-8", (r) => r.socket.write(Buffer.from([0xff, 0x0a])), "not UTF-8"],
  ])("ends the session when it is %s", async (_, speak, expected) => {
    const { runner, session } = await joined({ lingerMs: 10_000 });
    speak(runner);
    expect(await session.closed).toMatchObject({
      is: "broken",
      diagnostic: { code: "AMA1904", message: expect.stringContaining(expected) },
    });
    expect(await runner.hear()).toMatchObject([{ id: null, error: { code: -32600 } }]);
    await runner.closed;
  });
});

describe("a connection that breaks", () => {
  it("is waited for as long as the invitation says", async () => {
    const { runner, session } = await joined({ lingerMs: 30 });
    const before = performance.now();
    runner.socket.destroy();
    expect(await session.closed).toMatchObject({ is: "lost" });
    expect(performance.now() - before).toBeGreaterThan(25);
  });

  it("cannot be taken up again once the session has ended", async () => {
    const { runner, session, key } = await joined({ lingerMs: 1 });
    runner.socket.destroy();
    await session.closed;
    const late = new BareRunner(server.address);
    late.hello({ key: key });
    expect(await late.hear()).toMatchObject([{ error: { code: -32001 } }]);
  });

  it("cannot be taken up by a runner that has forgotten what it sent", async () => {
    const { runner, session, key } = await joined({ lingerMs: 10_000 });
    runner.output(1);
    await take(session.messages(), 1);
    const again = new BareRunner(server.address);
    again.hello({ key: key, lastSeq: 0 });
    expect(await again.hear()).toMatchObject([{ error: { code: -32001 } }]);
    expect(await session.closed).toMatchObject({ is: "broken" });
  });

  it("is no loss after a shutdown", async () => {
    const { runner, session } = await joined();
    const answer = session.request("shutdown", { graceMs: 0 });
    const [asked] = await runner.hear();
    runner.say({ id: asked?.["id"], result: {} });
    runner.socket.end();
    expect(await answer).toMatchObject({ ok: true });
    expect(await session.closed).toEqual({ is: "closed" });
  });

  it("is noticed by silence, once, and an empty line is enough to be alive", async () => {
    const { runner, session, welcome } = await joined({ silenceMs: 120 });
    expect(welcome).toMatchObject({ result: { silenceMs: 120 } });
    const alive = setInterval(() => runner.socket.write("\n"), 20);
    const early = await Promise.race([session.closed, new Promise((resolve) => setTimeout(resolve, 300, "alive"))]);
    clearInterval(alive);
    expect(early).toBe("alive");
    expect(await session.closed).toMatchObject({ is: "lost", diagnostic: { code: "AMA1906" } });
  });
});
