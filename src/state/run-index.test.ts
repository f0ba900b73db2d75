import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Event } from "../model/event.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { openRunIndex } from "./run-index.ts";
import { openSqliteRunStore } from "./sqlite-run-store.ts";
import { stateFolder } from "./state-folder.ts";
import { newUlid } from "./ulid.ts";

function created(run: string, job: string, environment = "default"): Event {
  const source = { repo: "/repos/it", branch: "main", commit: "3f2a91c", dirty: false, digest: "d" };
  return {
    seq: 1,
    at: 1_000,
    epoch: 1,
    type: "run.created",
    run,
    job,
    environment,
    master: "local",
    source,
    params: {},
  };
}

const ended: Event = {
  seq: 2,
  at: 2_000,
  epoch: 1,
  type: "run.ended",
  status: "failed",
  reason: "step2 failed 4 times",
};

test("runs get short numbers, and are found by these and by their ULID", async () => {
  const index = await openRunIndex(stateFolder(temporaryFolder()));
  const [one, two] = [newUlid(1_000), newUlid(2_000)];
  const three = newUlid();
  expect([one, two, one, three].map((run) => index.alias(run))).toEqual([1, 2, 1, 3]);
  index.note([created(one, "orders"), ended], one);
  index.note([created(two, "orders", "prod")], two);
  expect(index.find("1")).toEqual({
    run: one,
    alias: 1,
    job: "orders",
    environment: "default",
    master: "local",
    repo: "/repos/it",
    branch: "main",
    commit: "3f2a91c",
    dirty: false,
    createdAt: 1_000,
    end: { at: 2_000, status: "failed", reason: "step2 failed 4 times" },
  });
  expect(index.find(two.toLowerCase())?.alias).toBe(2);
  expect(index.find(two.slice(-8))?.alias).toBe(2);
  expect(index.find("last")?.run).toBe(two);
  expect(index.find("3")).toBeUndefined();
  expect(index.find("%")).toBeUndefined();
  expect(index.list({ status: "open" }).map((run) => run.run)).toEqual([two]);
  expect(index.list({ environment: "default" }).map((run) => run.run)).toEqual([one]);
  expect(index.list({ limit: 1 }).map((run) => run.run)).toEqual([two]);
  index.forget(one);
  expect(index.find("1")).toBeUndefined();
  index.close();
});

test("runs that begin at the same moment get numbers of their own", async () => {
  const folder = stateFolder(temporaryFolder());
  const indexes = await Promise.all(Array.from({ length: 5 }, () => openRunIndex(folder)));
  expect(indexes.map((index) => index.alias(newUlid()))).toEqual([1, 2, 3, 4, 5]);
  for (const index of indexes) index.close();
});

test("a lost index is made again from the records", async () => {
  const folder = stateFolder(temporaryFolder());
  const run = newUlid();
  await record(folder, run, [created(run, "orders"), ended]);
  rmSync(folder.index, { force: true });
  const index = await openRunIndex(folder);
  expect(index.list()).toMatchObject([{ run, job: "orders", end: { status: "failed" } }]);
  index.close();
});

test("an end that was not noted is found in the record", async () => {
  const folder = stateFolder(temporaryFolder());
  const run = newUlid();
  const before = await openRunIndex(folder);
  before.note([created(run, "orders")], run);
  before.close();
  await record(folder, run, [created(run, "orders"), ended]);
  const index = await openRunIndex(folder);
  expect(index.find("1")?.end?.status).toBe("failed");
  index.close();
});

test("a list that is damaged, and one that cannot be written, are made again from the records", async () => {
  const folder = stateFolder(temporaryFolder());
  const run = newUlid();
  await record(folder, run, [created(run, "orders"), ended]);
  writeFileSync(folder.index, "this is no database, and never was one".repeat(100));
  const index = await openRunIndex(folder);
  expect(index.find("last")).toMatchObject({ run, alias: 1 });
  expect(index.remarks).toMatchObject([{ code: "AMA1805" }]);
  const next = newUlid();
  index.note([created(next, "orders")], next);
  expect(index.find("2")?.run).toBe(next);
  index.close();
});

test("a list that was emptied is made again", async () => {
  const folder = stateFolder(temporaryFolder());
  const run = newUlid();
  await record(folder, run, [created(run, "orders"), ended]);
  writeFileSync(folder.index, "");
  const index = await openRunIndex(folder);
  expect(index.list()).toMatchObject([{ run }]);
  expect(index.remarks).toEqual([]);
  index.close();
});

test("of a record whose leader has just made its file nothing is known yet; a damaged one is remarked upon", async () => {
  const folder = stateFolder(temporaryFolder());
  const [young, damaged] = [newUlid(), newUlid()];
  for (const [run, text] of [
    [young, ""],
    [damaged, "no database, and never was one"],
  ] as const) {
    mkdirSync(folder.run(run).root, { recursive: true });
    writeFileSync(folder.run(run).record, text);
  }
  const index = await openRunIndex(folder);
  expect(index.list()).toEqual([]);
  expect(index.remarks).toMatchObject([{ code: "AMA1804", severity: "warning" }]);
  expect(index.remarks[0]?.message).toContain(damaged);
  index.close();
});

async function record(folder: ReturnType<typeof stateFolder>, run: string, events: readonly Event[]): Promise<void> {
  const store = openSqliteRunStore(folder);
  await store.lead(run);
  expect(await store.append(run, { epoch: 1, expectedSeq: 1 }, events)).toEqual({ is: "appended" });
  store.close();
}
