import { describe, expect, test } from "vitest";
import { error } from "../diagnostics/report.ts";
import type { Event, EventBody } from "../model/event.ts";
import type { HostHandle, HostMessage, HostTells, Ports } from "./ports.ts";
import { openRunControl } from "./run-control.ts";
import { replay, runPlan } from "./run-plan.ts";
import { after, fakeAction, fakePlan } from "./simulation/fake-plan.ts";
import { openMemoryStore } from "./simulation/memory-store.ts";
import { openRun, orderOf } from "./simulation/open-run.ts";
import { systemClock } from "./system-clock.ts";

/** A host that is ready at once, and for each attempt says what `tells` says. */
function talkingHost(
  tells: (attempt: string) => readonly HostTells[],
): HostHandle & { readonly acknowledged: () => number } {
  const queue: HostMessage[] = [{ seq: 0, body: { type: "host.ready", runner: "test", version: "1" } }];
  let seq = 0;
  let isClosed = false;
  let acknowledged = -1;
  let wake = () => {};
  let close = () => {};
  const closed = new Promise<{ asked: boolean; reason: string }>((resolve) => {
    close = () => {
      isClosed = true;
      resolve({ asked: true, reason: "it was asked to" });
      wake();
    };
  });
  return {
    closed,
    async *messages() {
      for (;;) {
        const message = queue.shift();
        if (message !== undefined) yield message;
        else if (isClosed) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
    async run({ attempt }) {
      for (const body of tells(attempt)) queue.push({ seq: ++seq, body });
      wake();
      return { state: "accepted" };
    },
    async compile() {},
    cancel: async () => ({ state: "accepted" }),
    async release() {},
    acknowledge: (upTo) => (acknowledged = upTo),
    acknowledged: () => acknowledged,
    shutdown: async () => close(),
    kill: async () => close(),
    detach: () => close(),
  };
}

function talkingRun(tells: (attempt: string) => readonly HostTells[], over: Partial<Ports> = {}) {
  const run = openRun(fakePlan([fakeAction("a")]));
  const handle = talkingHost(tells);
  const heard: Event[] = [];
  const ports: Ports = {
    ...run.ports,
    clock: systemClock,
    hosts: { start: async () => ({ is: "started", handle }), find: async () => undefined },
    listen: (events) => heard.push(...events),
    ...over,
  };
  return {
    ...run,
    handle,
    heard,
    finish: () => runPlan(orderOf(fakePlan([fakeAction("a")])), ports, openRunControl()),
  };
}

const ended = (attempt: string): HostTells => ({ type: "attempt.ended", attempt, status: "succeeded" });

describe("what is recorded", () => {
  test("text that follows on text becomes one range", async () => {
    const print = (attempt: string, text: string): HostTells => ({ type: "printed", attempt, stream: "stdout", text });
    const run = talkingRun((attempt) => [print(attempt, "one\n"), print(attempt, "two\n"), ended(attempt)]);
    await run.finish();
    expect(run.events().filter((event) => event.type === "output")).toMatchObject([
      { stream: "stdout", from: 0, to: 8 },
    ]);
  });

  test("rows of data are shown to who listens, and are not in the record", async () => {
    const rows = { type: "statement.finished", index: 0, ms: 1, value: "[1,2]", data: true } as const;
    const run = talkingRun((attempt) => [{ ...rows, attempt }, ended(attempt)]);
    await run.finish();
    const isStatement = (event: Event) => event.type === "statement.finished";
    expect(run.heard.find(isStatement)).toMatchObject({ value: "[1,2]" });
    expect(run.events().find(isStatement)).not.toHaveProperty("value");
  });

  test("every text has gone through the redactor, also what it had held back", async () => {
    const redactor: Ports["redactor"] = {
      event: (body): EventBody => (body.type === "log" ? { ...body, text: body.text.replace("hunter2", "***") } : body),
      stream() {
        let held = "";
        return {
          push(text) {
            held += text;
            return "";
          },
          end: () => held.replace("hunter2", "***"),
        };
      },
    };
    const kept: string[] = [];
    const output: Ports["output"] = {
      async append(_run, _attempt, _stream, text) {
        kept.push(text);
        return { is: "appended", from: 0, to: text.length };
      },
      async close() {},
    };
    const run = talkingRun(
      (attempt) => [
        { type: "printed", attempt, stream: "stdout", text: "it is hunt" },
        { type: "printed", attempt, stream: "stdout", text: "er2" },
        { type: "log", attempt, level: "info", text: "hunter2" },
        ended(attempt),
      ],
      { redactor, output },
    );
    await run.finish();
    expect(kept).toEqual(["it is ***"]);
    expect(run.events().find((event) => event.type === "log")).toMatchObject({ text: "***" });
  });

  test("messages are acknowledged when they are durable", async () => {
    const run = talkingRun((attempt) => [{ type: "log", attempt, level: "info", text: "hello" }, ended(attempt)]);
    await run.finish();
    expect(run.handle.acknowledged()).toBe(2);
  });

  test("a thousand statements make few appends, and arrive in order", async () => {
    const store = openMemoryStore();
    let appends = 0;
    const counting: Ports["store"] = {
      ...store,
      append(...given) {
        appends += 1;
        return store.append(...given);
      },
    };
    const statements = (attempt: string) =>
      Array.from({ length: 1_000 }, (_, index): HostTells => ({ type: "statement.finished", attempt, index, ms: 1 }));
    const run = talkingRun((attempt) => [...statements(attempt), ended(attempt)], { store: counting });
    await run.finish();
    const indexes = store.events("R").flatMap((event) => (event.type === "statement.finished" ? [event.index] : []));
    expect(indexes).toEqual(Array.from({ length: 1_000 }, (_, i) => i));
    expect(appends).toBeLessThan(50);
  });
});

describe("a leader", () => {
  const full = error("AMA1801", "The record cannot be written: the disk is full.");

  test("that cannot record any more ends its hosts and says why", async () => {
    const run = openRun(fakePlan([fakeAction("a"), fakeAction("b", after("a"))]));
    let appends = 0;
    const store: Ports["store"] = {
      ...run.ports.store,
      append: async (...given) =>
        ++appends > 4 ? { is: "failed", diagnostic: full } : run.ports.store.append(...given),
    };
    const outcome = await run.clock.until(
      runPlan(orderOf(fakePlan([fakeAction("a")])), { ...run.ports, store }, openRunControl()),
    );
    expect(outcome).toMatchObject({ is: "record-failed", diagnostic: full });
    expect(run.hosts.processes.map((process) => process.isAlive)).toEqual([false]);
    const kept = await replay(fakePlan([fakeAction("a")]), run.ports, "R");
    expect(kept.seq).toBe(run.events().length);
  });

  test("that has been superseded lets go, and the other one finishes the run with the same hosts", async () => {
    const plan = fakePlan([fakeAction("a"), fakeAction("b", after("a"))]);
    const run = openRun(plan);
    const first = runPlan(orderOf(plan), run.ports, openRunControl());
    const second = run.clock.wait(550).then(() => runPlan(orderOf(plan), run.ports, openRunControl()));
    expect(await run.clock.until(Promise.all([first, second]))).toMatchObject([
      { is: "superseded" },
      { is: "ended", status: "succeeded" },
    ]);
    expect(run.hosts.processes).toHaveLength(1);
    expect(run.executions()).toEqual(["a first", "b first"]);
  });

  test("of a run that has ended reports how it ended", async () => {
    const plan = fakePlan([fakeAction("a")]);
    const run = openRun(plan);
    await run.finish();
    const length = run.events().length;
    expect(await run.finish()).toMatchObject({ is: "ended", status: "succeeded" });
    expect(run.events()).toHaveLength(length);
  });

  test("that meets a bug ends its hosts before it throws", async () => {
    const plan = fakePlan([fakeAction("a")]);
    const run = openRun(plan);
    const framework: Ports["framework"] = {
      ...run.ports.framework,
      async requestFor() {
        throw new Error("a bug");
      },
    };
    await expect(
      run.clock.until(runPlan(orderOf(plan), { ...run.ports, framework }, openRunControl())),
    ).rejects.toThrow("a bug");
    expect(run.hosts.processes.map((process) => process.isAlive)).toEqual([false]);
  });
});
