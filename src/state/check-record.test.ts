import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Event } from "../model/event.ts";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { checkRecord } from "./check-record.ts";
import { openSqliteRunStore } from "./sqlite-run-store.ts";
import { stateFolder } from "./state-folder.ts";

test("a record is whole, or it is said what is wrong with it", async () => {
  const { folder, change } = await withRecord();
  expect((await checkRecord(folder, "R")).ok).toBe(true);
  expect(await flawAfter('UPDATE event SET body = \'{"seq": 2, "ty\' WHERE seq = 2')).toContain("no JSON");
  change("UPDATE event SET body = '{}' WHERE seq = 2");
  expect(await flawAfter("DELETE FROM event WHERE seq = 2")).toContain("2 events of 3");
  expect(await flawAfter("DELETE FROM event")).toContain("holds no events");
  expect(await flawAfter("DROP TABLE event")).toContain("holds no events");
  expect((await checkRecord(folder, "NONE")).diagnostics[0]?.message).toContain("it is gone");

  async function flawAfter(sql: string): Promise<string | undefined> {
    change(sql);
    const checked = await checkRecord(folder, "R");
    expect(checked).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1804" }] });
    return checked.diagnostics[0]?.message;
  }
});

async function withRecord() {
  const folder = stateFolder(temporaryFolder());
  const store = openSqliteRunStore(folder);
  await store.lead("R");
  await store.append("R", { epoch: 1, expectedSeq: 1 }, [1, 2, 3].map(log));
  store.close();
  const change = (sql: string): void => {
    const database = new DatabaseSync(folder.run("R").record);
    database.exec(sql);
    database.close();
  };
  return { folder, change };
}

function log(seq: number): Event {
  return { seq, at: 0, epoch: 1, type: "log", level: "info", text: "" };
}
