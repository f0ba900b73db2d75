import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Duplex, duplexPair } from "node:stream";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Result } from "../model/result.ts";
import { dialLeader } from "./client.ts";
import { connectTo } from "./dial.ts";
import type { InviteOptions } from "./invitation.ts";
import type { RunnerMessage } from "./messages/notifications.ts";
import type { RunRequest } from "./messages/requests.ts";
import type { RunnerClient } from "./runner-client.ts";
import { type SeededRandom, seededRandom } from "./seeded-random.ts";
import { listenForRunners, type RunnerServer } from "./server.ts";
import type { RunnerSession } from "./session.ts";

/** What a wire does with the bytes of one direction. */
interface Fate {
  /** Bytes that pass before the wire breaks. */
  readonly bytes: number;
  readonly direction: "toLeader" | "toRunner" | "both";
  /** `drop`: both ends are told. `halfOpen`: the leader isn't, and believes in the dead connection. `mute`: nobody is. */
  readonly how: "drop" | "halfOpen" | "mute";
  /** How large a piece passes at once. */
  readonly piece: () => number;
}

/** A wire between a runner and `server` that breaks as its fate has it. */
function breakingWire(server: RunnerServer, fate: Fate | undefined): Duplex {
  const [runnerEnd, runnerSide] = duplexPair();
  const [leaderEnd, leaderSide] = duplexPair();
  server.attach(leaderEnd);
  const wire = { left: fate?.bytes ?? Number.POSITIVE_INFINITY, broken: false };
  const breakIt = (): void => {
    wire.broken = true;
    if (fate?.how === "mute") return;
    runnerSide.destroy();
    if (fate?.how === "drop") leaderSide.destroy();
  };
  const relay = (from: Duplex, to: Duplex, direction: Fate["direction"]): void => {
    const counts = fate !== undefined && (fate.direction === direction || fate.direction === "both");
    from.on("data", (chunk: Buffer) => {
      for (let at = 0; at < chunk.length && !wire.broken; ) {
        const size = Math.min(fate?.piece() ?? chunk.length, counts ? wire.left : chunk.length);
        if (size > 0) to.write(chunk.subarray(at, at + size));
        at += size;
        if (counts) wire.left -= Math.min(size, chunk.length);
        if (counts && wire.left <= 0) breakIt();
      }
    });
    from.on("end", () => to.end());
    from.on("error", () => {});
  };
  relay(runnerSide, leaderSide, "toLeader");
  relay(leaderSide, runnerSide, "toRunner");
  return runnerEnd;
}

let folder: string;
let server: RunnerServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ama-delivery-"));
  server = valueOf(await listenForRunners({ epoch: 1, tokenDirectory: folder, ackDelayMs: 1 }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map((d) => d.message).join("; "));
  return result.value;
}

const facts = { runner: "test", version: "1", types: ["test"], capacity: 2 };
const env = {
  name: "n",
  master: "m",
  inputRootPath: "",
  outputRootPath: "",
  workingDir: "",
  configuration: {},
  params: {},
};
const anAttempt = (attempt: string): Omit<RunRequest, "epoch"> => ({
  attempt,
  action: "a",
  type: "t",
  env: { inline: env },
  inputs: [],
  publish: [],
  options: { session: "own", showData: true },
});

/** Runs attempts, each once: prints some lines, and ends. */
class Printer {
  readonly started: string[] = [];
  readonly #lines: number;

  constructor(lines: number) {
    this.#lines = lines;
  }

  run(attempt: string, client: RunnerClient): { state: "accepted" | "ended" } {
    if (this.started.includes(attempt)) return { state: "ended" };
    this.started.push(attempt);
    for (let line = 1; line <= this.#lines; line++) {
      client.tell({ method: "output", params: { attempt, stream: "stdout", text: `${attempt} ${line} é\n` } });
    }
    client.tell({ method: "ended", params: { attempt, status: "succeeded" } });
    return { state: "accepted" };
  }
}

interface Outcome {
  readonly is: "complete" | "never connected";
  readonly connections: number;
}

async function consume(session: RunnerSession, attempts: number, random: SeededRandom): Promise<RunnerMessage[]> {
  const heard: RunnerMessage[] = [];
  let ended = 0;
  for await (const message of session.messages()) {
    heard.push(message);
    // Sometimes late, sometimes twice, sometimes for an earlier one: only the highest counts.
    if (random.chance(0.7)) session.acknowledge(message.params.seq);
    if (random.chance(0.3)) session.acknowledge(1 + random.below(message.params.seq));
    if (random.chance(0.1)) await new Promise((resolve) => setTimeout(resolve, random.below(3)));
    if (message.method === "ended") ended++;
    if (ended === attempts) break;
  }
  session.acknowledge(heard.at(-1)?.params.seq ?? 0);
  return heard;
}

/** Plays two attempts over wires with these fates, one after the other and then whole, and checks what arrived. */
async function play(
  fates: readonly Fate[],
  random: SeededRandom,
  invite: Partial<InviteOptions> = {},
): Promise<Outcome> {
  const lines = 4;
  const attempts = ["a1", "a2"];
  const invitation = valueOf(server.invite({ name: "host", lingerMs: 20_000, ...invite }));
  const token = await readFile(invitation.tokenFile, "utf8");
  const printer = new Printer(lines);
  let connections = 0;
  const dialling = dialLeader({
    connect: () => breakingWire(server, fates[connections++]),
    token,
    facts,
    handshakeMs: 200,
    handlers: { run: ({ attempt }, client) => printer.run(attempt, client), shutdown: () => ({}) },
  });
  const dialled = await dialling;
  if (!dialled.ok) {
    await invitation.withdraw();
    const session = await invitation.session;
    if (session.ok) session.value.close();
    return { is: "never connected", connections };
  }
  const session = valueOf(await invitation.session);
  const answers = attempts.map((attempt) => session.request("run", anAttempt(attempt)));
  const heard = await consume(session, attempts.length, random);
  for (const answer of answers) expect((await answer).ok).toBe(true);
  expect(printer.started).toEqual(attempts);
  expect(heard.map((message) => message.params.seq)).toEqual(heard.map((_, index) => index + 1));
  const texts = heard.flatMap((message) => (message.method === "output" ? [message.params.text] : []));
  const expected = attempts.flatMap((attempt) => [1, 2, 3, 4].map((line) => `${attempt} ${line} é\n`));
  expect(texts).toEqual(expected);
  expect(await dialled.value.leave()).toEqual({ is: "left" });
  session.close();
  return { is: "complete", connections };
}

const whole = (): number => Number.POSITIVE_INFINITY;

async function inParallel(count: number, width: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: width }, lane));
}

describe("delivery, exactly once and in order", () => {
  it.each(["toLeader", "toRunner"] as const)("survives a drop after every byte %s", async (direction) => {
    const outcomes: Outcome[] = [];
    await inParallel(1900, 100, async (bytes) => {
      const fate = { bytes, direction, how: bytes % 2 === 0 ? "drop" : "halfOpen", piece: whole } as const;
      outcomes[bytes] = await play([fate], seededRandom(bytes));
    });
    // Only a drop before the whole welcome has passed costs the runner: its token is spent, and it has no key yet.
    const firstWhole = outcomes.findIndex((outcome) => outcome.is === "complete");
    expect(firstWhole).toBeGreaterThan(100);
    expect(outcomes.slice(firstWhole).every((outcome) => outcome.is === "complete")).toBe(true);
    expect(outcomes.slice(firstWhole).filter((outcome) => outcome.connections === 2).length).toBeGreaterThan(500);
  });

  it("survives any series of drops, torn lines, half-open and mute connections", async () => {
    let complete = 0;
    await inParallel(300, 50, async (seed) => {
      const random = seededRandom(seed);
      const fates = Array.from({ length: 1 + random.below(5) }, (_, index): Fate => {
        const how = (["drop", "halfOpen", "mute"] as const)[random.below(3)] ?? "drop";
        const direction = (["toLeader", "toRunner", "both"] as const)[random.below(3)] ?? "both";
        return {
          bytes: (index === 0 ? 500 : 0) + random.below(1500),
          direction,
          how,
          piece: () => 1 + random.below(90),
        };
      });
      const outcome = await play(fates, random, { silenceMs: 250 });
      if (outcome.is === "complete") complete++;
    });
    expect(complete).toBeGreaterThan(270);
  });
});

describe("a slow consumer", () => {
  const MEGABYTES = Number(process.env["AMA_TEST_OUTPUT_MB"] ?? 20);

  it(`gets ${MEGABYTES} MB whole, while neither side piles them up`, { timeout: 120_000 }, async () => {
    const invitation = valueOf(server.invite({ name: "host", lingerMs: 0 }));
    const token = await readFile(invitation.tokenFile, "utf8");
    const [dialled, joined] = await Promise.all([
      dialLeader({
        connect: () => connectTo(invitation.address),
        token,
        facts,
        spillFile: join(folder, "spill"),
        memoryBytes: 1024 * 1024,
        handlers: { inspect: () => ({ names: [] }) },
      }),
      invitation.session,
    ]);
    const client = valueOf(dialled);
    const session = valueOf(joined);
    const line = `${"x".repeat(999)}\n`;
    let mostHeld = 0;
    const producing = (async () => {
      for (let sent = 0; sent < MEGABYTES * 1000; sent++) {
        client.tell({ method: "output", params: { attempt: "a", stream: "stdout", text: line } });
        mostHeld = Math.max(mostHeld, client.held.memoryBytes);
        if (sent % 1000 === 0) await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    let mostBuffered = 0;
    let mostBufferedAsking = 0;
    let received = 0;
    const asked: boolean[] = [];
    for await (const batch of session.batches()) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      mostBuffered = Math.max(mostBuffered, session.bufferedBytes);
      for (const message of batch) if (message.method === "output") received += message.params.text.length;
      session.acknowledge(batch.at(-1)?.params.seq ?? 0);
      // A question in the middle of the flood is answered, though the consumer asks it.
      if (received > 1_000_000 && received < 3_000_000) {
        asked.push((await session.request("inspect", { attempt: "a" })).ok);
        mostBufferedAsking = Math.max(mostBufferedAsking, session.bufferedBytes);
        mostBuffered = 0;
      }
      if (received === MEGABYTES * 1_000_000) break;
    }
    await producing;
    expect(new Set(asked)).toEqual(new Set([true]));
    expect(received).toBe(MEGABYTES * 1_000_000);
    expect(mostHeld).toBeLessThan(1.5 * 1024 * 1024);
    // 1 MiB, and what one read of the socket adds.
    expect(mostBuffered).toBeLessThan(1.2 * 1024 * 1024);
    expect(mostBufferedAsking).toBeLessThan(17 * 1024 * 1024);
    session.close();
  });
});
