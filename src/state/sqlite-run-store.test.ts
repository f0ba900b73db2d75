import { spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Event } from "../model/event.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { collect } from "./collect.ts";
import { describeRunStore } from "./run-store-contract.ts";
import { openSqliteRunStore } from "./sqlite-run-store.ts";
import { stateFolder } from "./state-folder.ts";

describeRunStore("SQLite", async () => {
  const folder = stateFolder(temporaryFolder());
  const [one, other] = [openSqliteRunStore(folder), openSqliteRunStore(folder)];
  return {
    one,
    other,
    async dispose() {
      one.close();
      other.close();
    },
  };
});

test("a record that cannot be written is told as a diagnostic", async () => {
  const root = temporaryFolder();
  const folder = stateFolder(join(root, "state"));
  mkdirSync(folder.run("R").record, { recursive: true });
  const lead = await openSqliteRunStore(folder).lead("R");
  expect(lead).toMatchObject({ is: "failed", diagnostic: { code: "AMA1801" } });
});

test("a disk that is full is told as a diagnostic, and what was there is kept", async () => {
  const folder = stateFolder(temporaryFolder());
  // SQLite's own limit gives the very error that a full disk does.
  const store = openSqliteRunStore(folder, { maxPages: 12 });
  expect(await store.lead("R")).toMatchObject({ epoch: 1 });
  expect(await store.append("R", { epoch: 1, expectedSeq: 1 }, [log(1, "kept")])).toEqual({ is: "appended" });
  const refused = await store.append("R", { epoch: 1, expectedSeq: 2 }, [log(2, "x".repeat(1_000_000))]);
  expect(refused).toMatchObject({ is: "failed", diagnostic: { code: "AMA1801" } });
  expect((await collect(store.read("R"))).flat()).toEqual([log(1, "kept")]);
  expect(await store.append("R", { epoch: 1, expectedSeq: 2 }, [log(2, "small")])).toEqual({ is: "appended" });
  store.close();
});

test("what was appended survives the kill of its process in the middle of writing", async () => {
  const folder = stateFolder(temporaryFolder());
  const script = `
    import { openSqliteRunStore } from ${JSON.stringify(join(import.meta.dirname, "sqlite-run-store.ts"))};
    import { stateFolder } from ${JSON.stringify(join(import.meta.dirname, "state-folder.ts"))};
    const store = openSqliteRunStore(stateFolder(${JSON.stringify(folder.root)}));
    const { epoch } = await store.lead("R");
    for (let seq = 1; ; seq++) {
      await store.append("R", { epoch, expectedSeq: seq }, [{ seq, at: 0, epoch, type: "log", level: "info", text: "" }]);
      process.stdout.write(seq + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told = 0;
  await new Promise<void>((resolve) => {
    child.on("exit", () => resolve());
    child.stdout.on("data", (text: Buffer) => {
      told = Math.max(told, ...text.toString().split("\n").slice(0, -1).map(Number));
      if (told > 200) child.kill("SIGKILL");
    });
  });
  const store = openSqliteRunStore(folder);
  const lead = await store.lead("R");
  expect(lead).toMatchObject({ is: "leading", epoch: 2 });
  const kept = (await collect(store.read("R"))).flat();
  expect(kept.length).toBeGreaterThanOrEqual(told);
  expect(kept.map((event) => event.seq)).toEqual(kept.map((_, i) => i + 1));
  store.close();
});

function log(seq: number, text: string): Event {
  return { seq, at: 0, epoch: 1, type: "log", level: "info", text };
}
