import { expect, test } from "vitest";
import { after, fakeAction, fakeHost, fakePlan } from "./simulation/fake-plan.ts";
import { openRun, succeeds } from "./simulation/open-run.ts";

const hosts = ["shell-1", "spark-1"].map((id) => ({ ...fakeHost, id }));
const first = fakeAction("first", { host: "shell-1" });

/** The hosts that were requested before the first attempt was. */
function ahead(events: readonly { readonly type: string }[]): readonly unknown[] {
  const attempt = events.findIndex(({ type }) => type === "attempt.requested");
  return events.slice(0, attempt).flatMap((event) => ("planned" in event ? [event.planned] : []));
}

test("the host of a later step is requested when the run begins", async () => {
  const run = openRun(fakePlan([first, fakeAction("second", after("first"))], { hosts }), { script: () => succeeds });
  expect(await run.finish()).toMatchObject({ status: "succeeded" });
  expect(ahead(run.events())).toEqual(["shell-1", "spark-1"]);
});

test("hosts of steps that the run leaves out are not", async () => {
  const left = fakeAction("second", { ...after("first"), execution: { is: "leave", because: "it is not selected" } });
  const run = openRun(fakePlan([first, left], { hosts }), { script: () => succeeds });
  expect(await run.finish()).toMatchObject({ status: "succeeded" });
  expect(run.hosts.processes.map((process) => process.id)).toEqual(["R-shell-1-1"]);
});

test("hosts of error actions and of the last one are not requested on suspicion", async () => {
  const handler = fakeAction("first/error", { role: { is: "error", of: "first", then: "fail" } });
  const last = fakeAction("last", { role: { is: "finally" } });
  const run = openRun(fakePlan([first, handler, last], { hosts }), { script: () => succeeds });
  expect(await run.finish()).toMatchObject({ status: "succeeded" });
  expect(ahead(run.events())).toEqual(["shell-1"]);
});
