import { describe, expect, test } from "vitest";
import type { ActionError } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import type { RunRequest } from "../protocol/messages.ts";
import type { Ports } from "./ports.ts";
import { openRunControl } from "./run-control.ts";
import { runPlan } from "./run-plan.ts";
import { openFakeClock } from "./simulation/fake-clock.ts";
import { fakeFramework } from "./simulation/fake-framework.ts";
import { openFakeHosts } from "./simulation/fake-hosts.ts";
import { after, fakeAction, fakePlan } from "./simulation/fake-plan.ts";
import type { Course } from "./simulation/fake-process.ts";
import { openMemoryOutput, openMemoryStore } from "./simulation/memory-store.ts";

const boom: ActionError = {
  type: "java.lang.ArithmeticException",
  types: [],
  message: "/ by zero",
  stack: [],
  phase: "run",
};
const fine: Course = { ms: 100, end: "succeeds", error: boom, onCancel: "stops" };

function openRun(plan: Plan, course: (request: RunRequest) => Course) {
  const clock = openFakeClock();
  const store = openMemoryStore();
  const hosts = openFakeHosts(clock, {
    course,
    delivery: () => ({ ms: 1, fate: "once" }),
    startMs: () => 500,
    began: () => undefined,
    ended: () => undefined,
    died: () => undefined,
  });
  const ports: Ports = {
    store,
    hosts,
    clock,
    output: openMemoryOutput(),
    framework: fakeFramework,
    redactor: { event: (body) => body, stream: () => ({ push: (text) => text, end: () => "" }) },
    listen: () => undefined,
  };
  const control = openRunControl();
  const order = {
    plan,
    created: {
      run: "R",
      job: "test",
      environment: "test",
      master: "local",
      source: { repo: ".", dirty: false, digest: "" },
      params: {},
    },
    leader: { pid: 1, host: "here", version: "0" },
  };
  return { clock, control, store, hosts, outcome: () => clock.until(runPlan(order, ports, control)) };
}

describe("runPlan", () => {
  test("runs a sequence, one action after the other, and ends its host", async () => {
    const run = openRun(fakePlan([fakeAction("a"), fakeAction("b", after("a"))]), () => fine);
    const outcome = await run.outcome();
    expect(outcome).toMatchObject({ is: "ended", status: "succeeded" });
    const told = run.store.events("R").flatMap((event) => {
      if (event.type === "attempt.requested") return [`${event.action} begins`];
      return event.type === "attempt.ended" ? [`${event.attempt} ${event.status}`] : [];
    });
    expect(told).toEqual(["a begins", "R-1 succeeded", "b begins", "R-2 succeeded"]);
    expect(run.hosts.processes.map((process) => process.isAlive)).toEqual([false]);
  });

  test("tries a failing action again, each time later, and then gives up", async () => {
    const run = openRun(fakePlan([fakeAction("a"), fakeAction("b", after("a"))]), () => ({ ...fine, end: "fails" }));
    expect(await run.outcome()).toMatchObject({ status: "failed", reason: "a failed 4 times" });
    const events = run.store.events("R");
    expect(events.filter((event) => event.type === "attempt.requested").map((event) => event.cause)).toEqual([
      "first",
      "retry",
      "retry",
      "retry",
    ]);
    const delays = events.flatMap((event) =>
      event.type === "timer.set" && event.purpose.is === "retry" ? [event.dueAt - event.at] : [],
    );
    expect(delays).toEqual([1000, 2000, 4000]);
    expect(events.find((event) => event.type === "action.skipped")).toMatchObject({
      action: "b",
      because: { is: "failed", action: "a" },
    });
  });
});
