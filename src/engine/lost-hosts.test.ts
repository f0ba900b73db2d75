import { expect, test } from "vitest";
import { after, fakeAction, fakePlan, publishes, reads } from "./simulation/fake-plan.ts";
import { endsOf, fails, killsHost, openRun, stateOfAction, succeeds } from "./simulation/open-run.ts";

test("an attempt whose host dies is lost, which counts against no retry, and runs again on a new host", async () => {
  const retry = { times: 0, delayMs: 0, backoff: "constant", maxDelayMs: 0 } as const;
  const run = openRun(fakePlan([fakeAction("a", { retry })]), {
    script: (_, earlier) => (earlier === 0 ? killsHost : succeeds),
  });
  const outcome = await run.finish();
  expect(outcome).toMatchObject({ status: "succeeded" });
  expect(run.executions()).toEqual(["a first", "a lost"]);
  expect(run.events().find((event) => event.type === "host.lost")).toMatchObject({
    reason: "killed by signal 9 (SIGKILL)",
  });
  expect(run.hosts.processes.map((process) => process.id)).toEqual(["R-spark-1-1", "R-spark-1-2"]);
});

test("of the datasets that lived there, only those still needed are made again, with what they need", async () => {
  const plan = fakePlan([
    fakeAction("unneeded", publishes("x")),
    fakeAction("filed", { ...publishes("x", "file"), ...after("unneeded") }),
    fakeAction("first", { ...publishes("x"), ...after("filed") }),
    fakeAction("second", { ...reads("first", "x"), ...publishes("y") }),
    fakeAction("third", {
      reads: [...reads("second", "y").reads, ...reads("filed", "x", "file").reads],
      ...after("second"),
      retry: { times: 3, delayMs: 1, backoff: "constant", maxDelayMs: 1 },
    }),
  ]);
  const withoutUnneeded = {
    ...plan,
    actions: plan.actions.map((a) => (a.id === "third" ? { ...a, reads: a.reads.slice(0, 2) } : a)),
  };
  const run = openRun(withoutUnneeded, {
    script: (action, earlier) => (action === "third" && earlier === 0 ? killsHost : succeeds),
  });
  expect(await run.finish()).toMatchObject({ status: "succeeded" });
  expect(run.executions()).toEqual([
    "unneeded first",
    "filed first",
    "first first",
    "second first",
    "third first",
    "first recompute",
    "second recompute",
    "third lost",
  ]);
  expect(run.requests.at(-1)?.inputs).toEqual([
    { action: "second", name: "y", as: "reference" },
    { action: "filed", name: "x", as: "file", path: "R/filed/R-2/x" },
  ]);
});

test("a recompute that fails fails the action that waits for it, and names both", async () => {
  const plan = fakePlan([fakeAction("a", publishes("x")), fakeAction("b", reads("a", "x"))]);
  const run = openRun(plan, {
    script: (action, earlier) => (action === "b" ? killsHost : earlier === 0 ? succeeds : fails),
  });
  const outcome = await run.finish();
  expect(run.executions()).toEqual(["a first", "b first", "a recompute"]);
  expect(endsOf(outcome)).toEqual({ a: "succeeded", b: "failed" });
  expect(stateOfAction(outcome, "b")).toMatchObject({
    error: {
      type: "ama.InputLost",
      message: "b needs a.x, which was lost with its host, and running a again failed: / by zero",
      cause: { type: "java.lang.ArithmeticException" },
    },
  });
});

test("an action that loses its host again and again is given up: the environment has failed", async () => {
  const run = openRun(fakePlan([fakeAction("a")]), { script: () => killsHost });
  const outcome = await run.finish();
  expect(run.executions()).toEqual(["a first", "a lost", "a lost", "a lost"]);
  expect(outcome).toMatchObject({ status: "environment-failed" });
  expect(stateOfAction(outcome, "a")).toMatchObject({ is: "failed", error: { type: "ama.HostLost" } });
});

test("a host that dies with nothing to do is replaced only so often", async () => {
  const retry = { times: 9, delayMs: 10_000, backoff: "constant", maxDelayMs: 10_000 } as const;
  const run = openRun(fakePlan([fakeAction("a", { retry })]), { script: () => fails });
  const killer = (): void => {
    run.clock.after(5_000, killer);
    for (const process of run.hosts.processes) process.die("preempted");
  };
  run.clock.after(5_000, killer);
  const outcome = await run.finish();
  expect(outcome).toMatchObject({ status: "environment-failed" });
  expect(run.hosts.processes.length).toBeLessThanOrEqual(5);
});

test("a dataset is let go of after its last reader, and not before", async () => {
  const plan = fakePlan([
    fakeAction("a", publishes("x")),
    fakeAction("b", reads("a", "x")),
    fakeAction("c", { ...reads("a", "x"), after: [...reads("a", "x").after, ...after("b").after] }),
    fakeAction("d", after("c")),
  ]);
  const run = openRun(plan);
  await run.finish();
  const order = run.events().flatMap((event) => {
    if (event.type === "attempt.requested") return [event.action];
    return event.type === "dataset.released" ? [`${event.action}.${event.name} released`] : [];
  });
  expect(order).toEqual(["a", "b", "c", "d", "a.x released"]);
});

test("what an action publishes without the plan's knowing its names stays for readers that may read anything", async () => {
  const plan = fakePlan([
    fakeAction("jar", publishes("*")),
    fakeAction("between", after("jar")),
    fakeAction("reader", { ...after("between"), mayReadAnything: true }),
    fakeAction("last", after("reader")),
  ]);
  const run = openRun(plan, {
    script: (action, earlier) => (action === "reader" && earlier === 0 ? killsHost : succeeds),
  });
  expect(await run.finish()).toMatchObject({ status: "succeeded" });
  expect(run.executions()).toEqual([
    "jar first",
    "between first",
    "reader first",
    "jar recompute",
    "reader lost",
    "last first",
  ]);
  const given = run.requests.filter(({ action }) => action === "reader").map(({ inputs }) => inputs);
  const both = [
    { action: "jar", name: "one", as: "reference" },
    { action: "jar", name: "two", as: "reference" },
  ];
  expect(given).toEqual([both, both]);
});
