import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Result } from "../src/model/result.ts";
import { dialLeader } from "../src/protocol/client.ts";
import { connectTo } from "../src/protocol/dial.ts";
import { listenForRunners } from "../src/protocol/server.ts";

/** What the runner protocol costs on this machine, leader and runner in one process: `node scripts/protocol-speed.ts`. */
function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics[0]?.message);
  return result.value;
}

const folder = await mkdtemp(join(tmpdir(), "ama-speed-"));
const server = valueOf(await listenForRunners({ epoch: 1, tokenDirectory: folder }));
const invitation = valueOf(server.invite({ name: "runner" }));
const [dialled, joined] = await Promise.all([
  dialLeader({
    connect: () => connectTo(invitation.address),
    token: await readFile(invitation.tokenFile, "utf8"),
    facts: { runner: "speed", version: "1", types: ["none"], capacity: 1 },
    handlers: { inspect: () => ({ names: [] }) },
    spillFile: join(folder, "spill"),
  }),
  invitation.session,
]);
const client = valueOf(dialled);
const session = valueOf(joined);
const messages = session.batches();

async function receive(count: number): Promise<void> {
  for (let received = 0; received < count; ) {
    const { value } = await messages.next();
    if (value === undefined) throw new Error("the session has ended");
    received += value.length;
    session.acknowledge(value.at(-1)?.params.seq ?? 0);
  }
}

async function measure(what: string, count: number, work: () => Promise<void>): Promise<void> {
  await work();
  const before = performance.now();
  await work();
  const ms = performance.now() - before;
  console.log(`${what}: ${((ms * 1000) / count).toFixed(1)} µs each (${Math.round(count / (ms / 1000))} a second)`);
}

await measure("request and answer, one after another", 2000, async () => {
  for (let i = 0; i < 2000; i++) valueOf(await session.request("inspect", { attempt: "a" }));
});
await measure("message told, received and acknowledged, one after another", 2000, async () => {
  for (let i = 0; i < 2000; i++) {
    client.tell({ method: "statement.started", params: { attempt: "a", index: i, line: i, endLine: i } });
    await receive(1);
  }
});
for (const bytes of [100, 10_000]) {
  const count = 20_000_000 / Math.max(bytes, 200);
  const text = "x".repeat(bytes);
  await measure(`output of ${bytes} bytes in a stream`, count, async () => {
    const receiving = receive(count);
    for (let i = 0; i < count; i++) {
      client.tell({ method: "output", params: { attempt: "a", stream: "stdout", text } });
      if (i % 100 === 99) await client.roomFor(1024 * 1024);
    }
    await receiving;
  });
}
session.close();
await server.close();
await rm(folder, { recursive: true });
