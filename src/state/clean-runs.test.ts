import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { cleanRuns } from "./clean-runs.ts";
import { serveControl } from "./control-socket.ts";
import { openRunIndex } from "./run-index.ts";
import { openSqliteRunStore } from "./sqlite-run-store.ts";
import { stateFolder } from "./state-folder.ts";
import { newUlid } from "./ulid.ts";

test("old records go, with their place in the list; young ones and running ones stay", async () => {
  const folder = stateFolder(temporaryFolder());
  const [old, running, young] = [newUlid(1_000), newUlid(2_000), newUlid(9_000)];
  const store = openSqliteRunStore(folder);
  const source = { repo: ".", dirty: false, digest: "" };
  for (const run of [old, running, young]) {
    await store.lead(run);
    const created = {
      type: "run.created",
      run,
      job: "j",
      environment: "e",
      master: "local",
      source,
      params: {},
    } as const;
    await store.append(run, { epoch: 1, expectedSeq: 1 }, [{ ...created, seq: 1, at: 1, epoch: 1 }]);
  }
  store.close();
  const server = await serveControl(folder, running, () => undefined);
  const cleaned = await cleanRuns(folder, 5_000);
  expect(cleaned).toMatchObject([{ run: old, createdAt: 1_000 }]);
  expect(cleaned[0]?.bytes).toBeGreaterThan(1_000);
  expect([old, running, young].map((run) => existsSync(folder.run(run).root))).toEqual([false, true, true]);
  const index = await openRunIndex(folder);
  expect(index.list().map(({ run }) => run)).toEqual([young, running]);
  index.close();
  if (server.ok) await server.value.close();
});
