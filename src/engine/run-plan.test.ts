import { describe, expect, test } from "vitest";
import { after, fakeAction, fakeHost, fakePlan, publishes, reads } from "./simulation/fake-plan.ts";
import { endsOf, fails, openRun, stateOfAction, succeeds } from "./simulation/open-run.ts";

describe("the flow", () => {
  test("runs a sequence, one action after the other, and ends its host", async () => {
    const run = openRun(fakePlan([fakeAction("a"), fakeAction("b", after("a"))]));
    expect(await run.finish()).toMatchObject({ is: "ended", status: "succeeded" });
    const told = run.events().flatMap((event) => {
      if (event.type === "attempt.requested") return [`${event.action} begins`];
      return event.type === "attempt.ended" ? [`${event.attempt} ${event.status}`] : [];
    });
    expect(told).toEqual(["a begins", "R-1 succeeded", "b begins", "R-2 succeeded"]);
    expect(run.hosts.processes.map((process) => process.isAlive)).toEqual([false]);
  });

  test("runs independent actions side by side, as many as the host takes", async () => {
    const actions = ["a", "b", "c"].map((id) => fakeAction(id));
    const run = openRun(fakePlan(actions, { hosts: [{ ...fakeHost, capacity: 2 }] }));
    await run.finish();
    const order = run.events().flatMap((event) => {
      if (event.type === "attempt.requested") return [`+${event.action}`];
      return event.type === "attempt.ended" ? ["-"] : [];
    });
    expect(order).toEqual(["+a", "+b", "-", "+c", "-", "-"]);
  });

  test("skips what comes after a failure, with the reason, and goes on elsewhere", async () => {
    const plan = fakePlan([fakeAction("a"), fakeAction("b", after("a")), fakeAction("c", after("b")), fakeAction("d")]);
    const run = openRun(plan, { script: (action) => (action === "a" ? fails : succeeds) });
    const outcome = await run.finish();
    expect(outcome).toMatchObject({ status: "failed", reason: "a failed 4 times" });
    expect(endsOf(outcome)).toEqual({ a: "failed", b: "skipped", c: "skipped", d: "succeeded" });
    expect(stateOfAction(outcome, "c")).toEqual({ is: "skipped", because: { is: "failed", action: "a" } });
  });

  test("with --fail-fast stops what runs and skips what does not", async () => {
    const retry = { times: 0, delayMs: 0, backoff: "constant", maxDelayMs: 0 } as const;
    const plan = fakePlan([fakeAction("a", { retry }), fakeAction("b"), fakeAction("c", after("b"))], {
      failFast: true,
    });
    const run = openRun(plan, { script: (action) => (action === "a" ? fails : { ...succeeds, ms: 10_000 }) });
    const outcome = await run.finish();
    expect(endsOf(outcome)).toEqual({ a: "failed", b: "cancelled", c: "skipped" });
    expect(stateOfAction(outcome, "c")).toEqual({ is: "skipped", because: { is: "failed", action: "a" } });
    expect(outcome).toMatchObject({ status: "failed" });
  });

  test("runs the job's error action after a failure, and the last one in any case", async () => {
    const last = [fakeAction("oops", { role: { is: "job-error" } }), fakeAction("last", { role: { is: "finally" } })];
    const good = await openRun(fakePlan([fakeAction("a"), ...last])).finish();
    expect(endsOf(good)).toEqual({ a: "succeeded", oops: "skipped", last: "succeeded" });
    expect(good).toMatchObject({ status: "succeeded" });

    const run = openRun(fakePlan([fakeAction("a"), ...last]), {
      script: (action) => (action === "a" ? fails : succeeds),
    });
    const bad = await run.finish();
    expect(endsOf(bad)).toEqual({ a: "failed", oops: "succeeded", last: "succeeded" });
    expect(run.executions().slice(-2)).toEqual(["oops first", "last first"]);
    expect(bad).toMatchObject({ status: "failed" });
  });

  test("a failing last action fails the run", async () => {
    const plan = fakePlan([fakeAction("a"), fakeAction("last", { role: { is: "finally" } })]);
    const run = openRun(plan, { script: (action) => (action === "last" ? fails : succeeds) });
    expect(await run.finish()).toMatchObject({ status: "failed", reason: "last failed 4 times" });
  });

  test("compiles the following actions while one runs, each once", async () => {
    const compiled: string[] = [];
    const plan = fakePlan([
      fakeAction("a"),
      fakeAction("b", after("a")),
      fakeAction("c", after("b")),
      fakeAction("d", after("c")),
    ]);
    const run = openRun(plan);
    const framework = {
      ...run.ports.framework,
      async compileRequestFor(action: { id: string; type: string }, epoch: number) {
        compiled.push(action.id);
        return { epoch, action: action.id, type: action.type, source: { inline: "" } };
      },
    };
    await openRun(plan, { ports: { framework } }).finish();
    expect(compiled).toEqual(["b", "c", "d"]);
  });
});

describe("what the plan does not execute", () => {
  test("a reused result is read from its file, and an action that is left out keeps nobody waiting", async () => {
    const dataset = { name: "x", kind: "dataframe", as: "file", path: "/kept/x", format: "parquet" } as const;
    const plan = fakePlan([
      fakeAction("a", { execution: { is: "reuse", run: "EARLIER", datasets: [dataset], because: "it is unchanged" } }),
      fakeAction("b", { execution: { is: "leave", because: "--only c" }, ...after("a") }),
      fakeAction("c", { ...reads("a", "x", "file"), after: after("a", "b").after }),
    ]);
    const run = openRun(plan);
    const outcome = await run.finish();
    expect(endsOf(outcome)).toEqual({ a: "reused", b: "skipped", c: "succeeded" });
    expect(outcome).toMatchObject({ status: "succeeded" });
    expect(run.requests.map(({ action, inputs }) => ({ action, inputs }))).toEqual([
      { action: "c", inputs: [{ action: "a", name: "x", as: "file", path: "/kept/x" }] },
    ]);
  });
});

describe("hosts", () => {
  test("are started when an action needs them, and ended when none does any more", async () => {
    const hosts = [fakeHost, { ...fakeHost, id: "spark-2" }];
    const plan = fakePlan(
      [fakeAction("a", publishes("x", "file")), fakeAction("b", { ...reads("a", "x", "file"), host: "spark-2" })],
      { hosts },
    );
    const run = openRun(plan);
    await run.finish();
    const lives = run
      .events()
      .flatMap((event) =>
        event.type === "host.requested" || event.type === "host.ended" ? [`${event.host} ${event.type}`] : [],
      );
    expect(lives).toEqual([
      "R-spark-1-1 host.requested",
      "R-spark-2-1 host.requested",
      "R-spark-1-1 host.ended",
      "R-spark-2-1 host.ended",
    ]);
  });

  test("that cannot be started fail the run as the environment's fault, and nothing on them is tried", async () => {
    const plan = fakePlan([
      fakeAction("a"),
      fakeAction("b", after("a")),
      fakeAction("last", { role: { is: "finally" } }),
    ]);
    const outcome = await openRun(plan, { startFails: () => true }).finish();
    expect(outcome).toMatchObject({ status: "environment-failed", reason: "no room" });
    expect(endsOf(outcome)).toEqual({ a: "skipped", b: "skipped", last: "skipped" });
  });

  test("that die before they are ready are not started again", async () => {
    const run = openRun(fakePlan([fakeAction("a")]));
    run.clock.after(100, () => run.hosts.processes[0]?.die("exit code 1"));
    const outcome = await run.finish();
    expect(outcome).toMatchObject({
      status: "environment-failed",
      reason: "a host ended before it was ready: exit code 1",
    });
    expect(run.hosts.processes).toHaveLength(1);
  });
});
