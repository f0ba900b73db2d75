import { expect, test } from "vitest";
import type { EventBody, PublishedDataset } from "../model/event.ts";
import type { Plan } from "../model/plan.ts";
import { fakeAction, fakePlan } from "../engine/simulation/fake-plan.ts";
import { openMemoryStore } from "../engine/simulation/memory-store.ts";
import { lastResults } from "./last-results.ts";

const file: PublishedDataset = { name: "x", kind: "dataframe", as: "file", path: "/w/x", format: "parquet" };
const object: PublishedDataset = { name: "y", kind: "dataframe", as: "reference" };

async function resultsOf(plan: Plan, bodies: readonly EventBody[]) {
  const store = openMemoryStore();
  const lead = await store.lead("R");
  const epoch = lead.is === "leading" ? lead.epoch : 0;
  await store.append(
    "R",
    { epoch, expectedSeq: 1 },
    bodies.map((body, i) => ({ ...body, seq: i + 1, at: i, epoch })),
  );
  return lastResults(store, "R", plan);
}

const requested = (action: string, attempt: string): EventBody => ({
  type: "attempt.requested",
  action,
  attempt,
  number: 1,
  cause: "first",
  host: "H",
});

test("only what succeeded can be used again, with what of it lies in files", async () => {
  const plan = fakePlan([fakeAction("a"), fakeAction("b"), fakeAction("c"), fakeAction("d")]);
  const error = { type: "E", types: [], message: "", stack: [], phase: "run" } as const;
  const results = await resultsOf(plan, [
    requested("a", "R-1"),
    { type: "published", attempt: "R-1", dataset: file },
    { type: "published", attempt: "R-1", dataset: object },
    { type: "attempt.ended", attempt: "R-1", status: "succeeded" },
    requested("b", "R-2"),
    { type: "published", attempt: "R-2", dataset: file },
    { type: "attempt.ended", attempt: "R-2", status: "failed", error },
    { type: "action.reused", action: "c", run: "EARLIER", datasets: [file] },
  ]);
  expect([...results.values()]).toEqual([
    { action: "a", fingerprint: "a", run: "R", persisted: [file], gone: ["y"] },
    { action: "c", fingerprint: "c", run: "EARLIER", persisted: [file], gone: [] },
  ]);
});
