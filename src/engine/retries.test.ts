import { describe, expect, test } from "vitest";
import type { ActionError } from "../model/event.ts";
import { defaultRetry, type Retry } from "../model/job.ts";
import { isRetryable, retryDelayMs } from "./core/retry-policy.ts";
import { fakeAction, fakePlan } from "./simulation/fake-plan.ts";
import { boom, endsOf, fails, hangs, openRun, stateOfAction, succeeds } from "./simulation/open-run.ts";

const compileError: ActionError = { ...boom, type: "scala.CompileError", types: [], phase: "compile" };
const wrapped: ActionError = { ...boom, type: "org.apache.spark.SparkException", types: [], cause: boom };

describe("which errors are tried again", () => {
  const cases: [string, ActionError, Partial<Retry>, boolean][] = [
    ["any, by default", boom, {}, true],
    ["but not those of the compiler", compileError, {}, false],
    ["nor what the runner calls final", { ...boom, retryable: false }, {}, false],
    ["unless they are named", compileError, { only: ["scala.CompileError"] }, true],
    ["only the class that is named", boom, { only: ["java.lang.ArithmeticException"] }, true],
    ["or a superclass", boom, { only: ["java.lang.RuntimeException"] }, true],
    ["or that of a cause", wrapped, { only: ["java.lang.ArithmeticException"] }, true],
    ["or a pattern", boom, { only: ["java.lang.*"] }, true],
    ["of which a dot is a dot", boom, { only: ["java-lang.*"] }, false],
    ["and no other", boom, { only: ["java.net.*"] }, false],
    ["not what is excepted", boom, { except: ["*Arithmetic*"] }, false],
    ["all that is not excepted", boom, { except: ["java.net.*"] }, true],
    ["a process's exit code by its name", { ...boom, type: "exit:2" }, { only: ["exit:2"] }, true],
  ];
  test.each(cases)("%s", (_, error, retry, expected) => {
    expect(isRetryable(error, { ...defaultRetry, ...retry })).toBe(expected);
  });
});

test("delays grow up to their limit, or stay", () => {
  expect([1, 2, 3, 7, 60].map((n) => retryDelayMs(defaultRetry, n))).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  expect([1, 5].map((n) => retryDelayMs({ ...defaultRetry, backoff: "constant" }, n))).toEqual([1_000, 1_000]);
});

test("a failing action is executed once and `times` times again, each time later", async () => {
  const run = openRun(fakePlan([fakeAction("a")]), { script: () => fails });
  expect(await run.finish()).toMatchObject({ status: "failed", reason: "a failed 4 times" });
  expect(run.executions()).toEqual(["a first", "a retry", "a retry", "a retry"]);
  const delays = run
    .events()
    .flatMap((event) => (event.type === "timer.set" && event.purpose.is === "retry" ? [event.dueAt - event.at] : []));
  expect(delays).toEqual([1_000, 2_000, 4_000]);
});

test("an action that succeeds at last has succeeded", async () => {
  const run = openRun(fakePlan([fakeAction("a")]), { script: (_, earlier) => (earlier < 2 ? fails : succeeds) });
  expect(await run.finish()).toMatchObject({ status: "succeeded" });
  expect(run.executions()).toEqual(["a first", "a retry", "a retry"]);
});

describe("a timeout", () => {
  const slow = fakeAction("a", { timeoutMs: 5_000, retry: { ...defaultRetry, times: 1 } });

  test("is an error of each attempt that can be tried again", async () => {
    const run = openRun(fakePlan([slow]), { script: () => hangs });
    const outcome = await run.finish();
    expect(stateOfAction(outcome, "a")).toMatchObject({ is: "failed", attempts: 2, error: { type: "ama.Timeout" } });
    const [, first] = run.events().filter((event) => event.type === "attempt.ended");
    expect(first).toMatchObject({ status: "failed", clean: true, error: { type: "ama.Timeout", phase: "timeout" } });
  });

  test("that comes too late leaves the success", async () => {
    const run = openRun(fakePlan([slow]), { script: () => ({ ...succeeds, ms: 4_000 }) });
    expect(endsOf(await run.finish())).toEqual({ a: "succeeded" });
    expect(run.events().filter((event) => event.type === "timer.fired")).toEqual([]);
  });

  test("of code that does not stop ends its host, and the others there go on as lost", async () => {
    const plan = fakePlan([{ ...slow, retry: { ...defaultRetry, times: 0 } }, fakeAction("b")]);
    const run = openRun(plan, {
      script: (action, earlier) =>
        action === "a" ? { ...hangs, onCancel: "ignores" } : { ...succeeds, ms: earlier === 0 ? 60_000 : 10 },
    });
    const outcome = await run.finish();
    expect(endsOf(outcome)).toEqual({ a: "failed", b: "succeeded" });
    expect(run.executions()).toEqual(["a first", "b first", "b lost"]);
    expect(run.hosts.processes).toHaveLength(2);
  });
});
