import { beforeEach, expect, test, vi } from "vitest";
import { openHostMessages } from "../engine/host-messages.ts";
import type { Answer, HostClosed, HostHandle, HostTells } from "../engine/ports.ts";
import type { RunRequest } from "../protocol/messages/requests.ts";
import { workerPool, type WorkerStarted } from "./worker-pool.ts";

/** A process that does what the test says. */
class FakeWorker implements HostHandle {
  readonly voice = openHostMessages();
  readonly asked: string[] = [];
  readonly closed: Promise<HostClosed>;
  acknowledged = 0;
  isLeaving = false;
  #close: (closed: HostClosed) => void = () => {};

  constructor() {
    this.closed = new Promise((resolve) => (this.#close = resolve));
    this.voice.tell({ type: "host.ready", runner: "fake", version: "1" });
  }

  messages = () => this.voice.read();
  run = async ({ attempt }: RunRequest): Promise<Answer> => {
    this.asked.push(`run ${attempt}`);
    return this.isLeaving ? { state: "gone", reason: "it is leaving" } : { state: "accepted" };
  };
  compile = async ({ action }: { action: string }) => void this.asked.push(`compile ${action}`);
  cancel = async (attempt: string) => (this.asked.push(`cancel ${attempt}`), { state: "accepted" as const });
  release = async () => {};
  acknowledge = (seq: number) => void (this.acknowledged = seq);
  shutdown = async () => this.die("exit code 0");
  kill = async (reason: string) => this.die(reason);
  detach = () => {};

  die(reason: string): void {
    this.voice.end();
    this.#close({ asked: false, reason });
  }

  end(attempt: string): void {
    this.voice.tell({ type: "attempt.ended", attempt, status: "succeeded" });
  }
}

let workers: FakeWorker[];
let interrupted: number;
beforeEach(() => {
  workers = [];
  interrupted = 0;
});

function openPool(start?: () => Promise<WorkerStarted>, perWorker = 1) {
  const pool = workerPool({
    runner: "python",
    version: "1",
    perWorker,
    start:
      start ??
      (async () => {
        const handle = new FakeWorker();
        workers.push(handle);
        return { is: "started", handle, interrupt: () => interrupted++ };
      }),
  });
  const told: HostTells[] = [];
  const seqs: number[] = [];
  const read = (async () => {
    for await (const { seq, body } of pool.messages()) {
      seqs.push(seq);
      told.push(body);
    }
  })();
  const ends = () => told.flatMap((one) => (one.type === "attempt.ended" ? [`${one.attempt} ${one.status}`] : []));
  return { pool, told, seqs, read, ends };
}

function request(attempt: string, command = "python3"): RunRequest {
  return {
    epoch: 1,
    attempt,
    action: attempt,
    type: "python",
    env: { path: "env.json" },
    inputs: [],
    publish: [],
    worker: { command: [command], env: {} },
    options: { session: "own", showData: false },
  };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));

test("an idle worker of equal command is used again, a busy one is not", async () => {
  const { pool, ends } = openPool();
  await pool.run(request("a"));
  await pool.run(request("b"));
  await settled();
  workers[0]?.end("a");
  await settled();
  await pool.run(request("c"));
  await pool.run(request("d", "python3.12"));
  await settled();
  expect(workers.map(({ asked }) => asked)).toEqual([["run a", "run c"], ["run b"], ["run d"]]);
  expect(ends()).toEqual(["a succeeded"]);
});

test("a worker that was asked for ahead is taken, also while it is starting", async () => {
  const { pool } = openPool();
  void pool.compile({
    epoch: 1,
    action: "a",
    type: "python",
    source: { inline: "" },
    worker: { command: ["python3"], env: {} },
  });
  await pool.run(request("a"));
  await settled();
  expect(workers.map(({ asked }) => asked)).toEqual([["run a"]]);
});

test("a worker that can do more at once is given more", async () => {
  const { pool, ends } = openPool(undefined, 2);
  for (const attempt of ["a", "b", "c"]) await pool.run(request(attempt));
  await settled();
  expect(workers.map(({ asked }) => asked.toSorted())).toEqual([["run a", "run b"], ["run c"]]);
  workers[0]?.die("exit code 1");
  await settled();
  expect(ends()).toEqual(["a failed", "b failed"]);
});

test("none is asked for ahead where a busy one will be free", async () => {
  const { pool } = openPool();
  const worker = { command: ["python3"], env: {} };
  const ahead = { epoch: 1, action: "b", type: "python", source: { inline: "" }, worker };
  await pool.run(request("a"));
  await pool.compile(ahead);
  await settled();
  await pool.compile(ahead);
  expect(workers.map(({ asked }) => asked)).toEqual([["run a"]]);
});

test("an attempt whose worker is about to leave is given to another", async () => {
  const { pool, ends } = openPool();
  await pool.run(request("a"));
  await settled();
  workers[0]?.end("a");
  await settled();
  if (workers[0]) workers[0].isLeaving = true;
  await pool.run(request("b"));
  workers[0]?.die("exit code 0");
  await settled();
  workers[1]?.end("b");
  await settled();
  expect(workers.map(({ asked }) => asked)).toEqual([["run a", "run b"], ["run b"]]);
  expect(ends()).toEqual(["a succeeded", "b succeeded"]);
});

test("a worker that dies ends its own attempt only, at the statement that was running", async () => {
  const { pool, told, ends } = openPool();
  await pool.run({ ...request("a"), file: "src/a.py" });
  await pool.run(request("b"));
  await settled();
  workers[0]?.voice.tell({ type: "statement.started", attempt: "a", index: 1, line: 3, endLine: 4 });
  workers[0]?.die("signal SIGKILL");
  await settled();
  workers[1]?.end("b");
  await settled();
  expect(ends()).toEqual(["a failed", "b succeeded"]);
  const message = "The process that ran it has ended: signal SIGKILL.";
  const error = { type: "ama.WorkerLost", message, file: "src/a.py", line: 3, statement: 1 };
  expect(told).toContainEqual(expect.objectContaining({ error: expect.objectContaining(error) }));
});

test("a worker that cannot be started fails the attempt", async () => {
  const error = { type: "ama.WorkerNotStarted", types: [], message: "no", stack: [], phase: "start" } as const;
  const { pool, ends } = openPool(async () => ({ is: "failed", error }));
  await pool.run(request("a"));
  await settled();
  expect(ends()).toEqual(["a failed"]);
});

test("what does not stop when it is asked is interrupted, then ended", async () => {
  vi.useFakeTimers();
  try {
    const { pool, ends } = openPool();
    await pool.run(request("a"));
    await vi.advanceTimersByTimeAsync(1);
    await pool.cancel("a", 5_000);
    expect(workers[0]?.asked).toEqual(["run a", "cancel a"]);
    await vi.advanceTimersByTimeAsync(1_500);
    expect([interrupted, ends()]).toEqual([1, []]);
    await vi.advanceTimersByTimeAsync(4_000);
    expect(ends()).toEqual(["a cancelled"]);
  } finally {
    vi.useRealTimers();
  }
});

test("what the leader has kept is acknowledged to whoever told it", async () => {
  const { pool, told, seqs } = openPool();
  await pool.run(request("a"));
  await pool.run(request("b"));
  await settled();
  workers[0]?.voice.tell({ type: "printed", attempt: "a", stream: "stdout", text: "1" });
  workers[1]?.voice.tell({ type: "printed", attempt: "b", stream: "stdout", text: "2" });
  workers[0]?.voice.tell({ type: "printed", attempt: "a", stream: "stdout", text: "3" });
  await settled();
  const second = told.findIndex((one) => one.type === "printed" && one.text === "2");
  pool.acknowledge(seqs[second] ?? 0);
  expect(workers.map(({ acknowledged }) => acknowledged)).toEqual([1, 1]);
  pool.acknowledge(seqs.at(-1) ?? 0);
  expect(workers.map(({ acknowledged }) => acknowledged)).toEqual([2, 1]);
});

test("it ends with its workers", async () => {
  const { pool, read } = openPool();
  await pool.run(request("a"));
  await settled();
  await pool.shutdown(100);
  expect(await pool.closed).toEqual({ asked: true, reason: "it was asked to end" });
  await read;
});
