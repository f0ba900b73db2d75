import { expect, test } from "vitest";
import type { PlannedAction } from "../model/plan.ts";
import type { AttemptContext } from "./ports.ts";
import { after, fakeAction, fakePlan, publishes, reads } from "./simulation/fake-plan.ts";
import { fakeFramework } from "./simulation/fake-framework.ts";
import { endsOf, fails, openRun, stateOfAction, succeeds } from "./simulation/open-run.ts";

function handler(of: string, flow: "fail" | "continue", over: Partial<PlannedAction> = {}): PlannedAction {
  return fakeAction(`${of}/notify`, { role: { is: "error", of, then: flow }, ...over });
}

const onlyFails = (...failing: string[]) => ({
  script: (action: string) => (failing.includes(action) ? fails : succeeds),
});

test("an error action runs when its parent has failed for good, and the run is still failed", async () => {
  const run = openRun(fakePlan([fakeAction("a"), handler("a", "fail"), fakeAction("b", after("a"))]), onlyFails("a"));
  const outcome = await run.finish();
  expect(run.executions()).toEqual(["a first", "a retry", "a retry", "a retry", "a/notify first"]);
  expect(endsOf(outcome)).toEqual({ a: "failed", "a/notify": "succeeded", b: "skipped" });
  expect(outcome).toMatchObject({ status: "failed", reason: "a failed 4 times" });
});

test("it is not needed when its parent succeeds", async () => {
  const outcome = await openRun(fakePlan([fakeAction("a"), handler("a", "fail")])).finish();
  expect(stateOfAction(outcome, "a/notify")).toEqual({
    is: "skipped",
    because: { is: "not-needed", why: "a did not fail" },
  });
});

test("with `then: continue` the flow goes on, but for those who read what is missing", async () => {
  const plan = fakePlan([
    fakeAction("a", publishes("x")),
    handler("a", "continue"),
    fakeAction("b", after("a")),
    fakeAction("c", reads("a", "x")),
    fakeAction("d", after("c")),
  ]);
  const outcome = await openRun(plan, onlyFails("a")).finish();
  expect(endsOf(outcome)).toEqual({
    a: "handled",
    "a/notify": "succeeded",
    b: "succeeded",
    c: "skipped",
    d: "skipped",
  });
  expect(stateOfAction(outcome, "c")).toEqual({
    is: "skipped",
    because: { is: "dataset-missing", action: "a", name: "x" },
  });
  expect(outcome).toMatchObject({ status: "succeeded" });
});

test("an error action that fails handles nothing, and has its own retries and error action", async () => {
  const inner = fakeAction("a/notify/notify", { role: { is: "error", of: "a/notify", then: "fail" } });
  const retry = { times: 1, delayMs: 10, backoff: "constant", maxDelayMs: 10 } as const;
  const plan = fakePlan([fakeAction("a"), handler("a", "continue", { retry }), inner, fakeAction("b", after("a"))]);
  const run = openRun(plan, onlyFails("a", "a/notify"));
  const outcome = await run.finish();
  expect(endsOf(outcome)).toEqual({ a: "failed", "a/notify": "failed", "a/notify/notify": "succeeded", b: "skipped" });
  expect(run.executions().slice(4)).toEqual(["a/notify first", "a/notify retry", "a/notify/notify first"]);
});

test("it learns of the failure: the action, the error, the number of attempts", async () => {
  const contexts: AttemptContext[] = [];
  const framework = {
    ...fakeFramework,
    requestFor(action: PlannedAction, context: AttemptContext) {
      contexts.push(context);
      return fakeFramework.requestFor(action, context);
    },
  };
  const plan = fakePlan([fakeAction("a"), handler("a", "fail"), fakeAction("oops", { role: { is: "job-error" } })]);
  await openRun(plan, { ...onlyFails("a"), ports: { framework } }).finish();
  const failures = contexts.flatMap(({ failure }) => failure ?? []);
  const failure = { action: "a", attempts: 4, error: { type: "java.lang.ArithmeticException", message: "/ by zero" } };
  expect(failures).toMatchObject([failure, failure]);
});
