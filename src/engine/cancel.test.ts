import { expect, test } from "vitest";
import type { HostRequest } from "./ports.ts";
import { after, fakeAction, fakePlan } from "./simulation/fake-plan.ts";
import { endsOf, fails, hangs, openRun, stateOfAction, succeeds } from "./simulation/open-run.ts";

const plan = fakePlan([
  fakeAction("a"),
  fakeAction("a/notify", { role: { is: "error", of: "a", then: "fail" } }),
  fakeAction("b", after("a")),
  fakeAction("oops", { role: { is: "job-error" } }),
  fakeAction("last", { role: { is: "finally" } }),
]);

test("a cancel stops what runs, reaches no error action, and lets the last one run", async () => {
  const run = openRun(plan, { script: (action) => (action === "a" ? hangs : succeeds) });
  run.clock.after(2_000, () => run.cancel());
  const outcome = await run.finish();
  expect(outcome).toMatchObject({ status: "cancelled", reason: "the run was interrupted" });
  expect(endsOf(outcome)).toEqual({
    a: "cancelled",
    "a/notify": "skipped",
    b: "skipped",
    oops: "skipped",
    last: "succeeded",
  });
  expect(stateOfAction(outcome, "a")).toEqual({ is: "cancelled", clean: true, left: [] });
  expect(stateOfAction(outcome, "b")).toEqual({ is: "skipped", because: { is: "cancelled" } });
});

test("what could not be stopped is named", async () => {
  const run = openRun(plan, { script: (action) => (action === "a" ? { ...hangs, onCancel: "leaves" } : succeeds) });
  run.clock.after(2_000, () => run.cancel());
  expect(stateOfAction(await run.finish(), "a")).toEqual({ is: "cancelled", clean: false, left: ["a thread"] });
});

test("code that does not answer to a cancel loses its host after the grace", async () => {
  const run = openRun(plan, { script: (action) => (action === "a" ? { ...hangs, onCancel: "ignores" } : succeeds) });
  run.clock.after(2_000, () => run.cancel(1_000));
  const outcome = await run.finish();
  expect(endsOf(outcome)).toMatchObject({ a: "cancelled", last: "succeeded" });
  const kill = run.events().find((event) => event.type === "host.end-requested" && event.how === "kill");
  const asked = run.events().find((event) => event.type === "cancel.requested");
  expect((kill?.at ?? 0) - (asked?.at ?? 0)).toBe(3_000);
});

test("a second cancel waits for nothing, not even for the last action", async () => {
  const run = openRun(plan, { script: () => ({ ...hangs, onCancel: "ignores" }) });
  run.clock.after(2_000, () => run.cancel(60_000));
  run.clock.after(2_500, () => run.cancel(0));
  const started = run.clock.now();
  const outcome = await run.finish();
  expect(run.clock.now() - started).toBeLessThan(2_600);
  expect(endsOf(outcome)).toEqual({
    a: "cancelled",
    "a/notify": "skipped",
    b: "skipped",
    oops: "skipped",
    last: "skipped",
  });
  expect(run.hosts.processes.some((process) => process.isAlive)).toBe(false);
});

test("between two attempts the action is cancelled, and not failed", async () => {
  const run = openRun(plan, { script: (action) => (action === "a" ? fails : succeeds) });
  run.clock.after(1_000, () => run.cancel());
  const outcome = await run.finish();
  expect(run.executions()).toEqual(["a first", "last first"]);
  expect(endsOf(outcome)).toMatchObject({ a: "cancelled", "a/notify": "skipped" });
});

test("before its host is ready the run ends without having executed anything", async () => {
  const run = openRun(fakePlan([fakeAction("a")]));
  run.clock.after(100, () => run.cancel());
  const outcome = await run.finish();
  expect(outcome).toMatchObject({ status: "cancelled" });
  expect(run.requests).toEqual([]);
  expect(run.hosts.processes.some((process) => process.isAlive)).toBe(false);
  // A host that starts answers to nothing yet, so it is not asked.
  expect(run.events().find((event) => event.type === "host.end-requested")).toMatchObject({ how: "kill" });
});

test("while its request is still being made, an attempt is never sent", async () => {
  const sent = openRun(fakePlan([fakeAction("a")]));
  const { clock } = sent;
  const framework = {
    ...sent.ports.framework,
    async requestFor(...given: Parameters<typeof sent.ports.framework.requestFor>) {
      await clock.wait(1_000);
      return sent.ports.framework.requestFor(...given);
    },
  };
  Object.assign(sent.ports, { framework });
  clock.after(1_000, () => sent.cancel());
  const outcome = await sent.finish();
  expect(endsOf(outcome)).toEqual({ a: "cancelled" });
  expect(sent.requests).toEqual([]);
});

test("is recorded with who asked and why, and nothing else that the request holds", async () => {
  const run = openRun(fakePlan([fakeAction("a")]), { script: () => hangs });
  const request = { ask: "cancel", by: "ama cancel", reason: "no longer wanted", graceMs: 1_000 };
  run.clock.after(1_000, () => run.control.cancel(request));
  await run.finish();
  const {
    seq: _,
    at: __,
    epoch: ___,
    ...asked
  } = run.events().find((event) => event.type === "cancel.requested") ?? { seq: 0, at: 0, epoch: 0 };
  expect(asked).toEqual({ type: "cancel.requested", by: "ama cancel", reason: "no longer wanted", graceMs: 1_000 });
});

test("when all is done already it changes nothing", async () => {
  const run = openRun(fakePlan([fakeAction("a")]), { script: () => ({ ...succeeds, onCancel: "ignores" }) });
  run.clock.after(605, () => run.cancel());
  expect(await run.finish()).toMatchObject({ status: "succeeded" });
});

test("a host that takes too long to start does not come to life after the run", async () => {
  const run = openRun(fakePlan([fakeAction("a")]));
  const { clock, hosts } = run;
  Object.assign(run.ports, {
    hosts: {
      ...hosts,
      async start(request: HostRequest) {
        await clock.wait(120_000);
        return hosts.start(request);
      },
    },
  });
  clock.after(1_000, () => run.cancel());
  expect(await run.finish()).toMatchObject({ status: "cancelled" });
  await clock.until(clock.wait(200_000));
  expect(hosts.processes.map((process) => process.isAlive)).toEqual([false]);
});
