import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { writeWhole } from "./write-whole.ts";

test("a file is replaced, and its folder made", async () => {
  const file = join(temporaryFolder(), "a/b");
  await writeWhole(file, "one");
  await writeWhole(file, Buffer.from("two"));
  expect(readFileSync(file, "utf8")).toBe("two");
});

test("what cannot be written leaves nothing behind", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "taken"));
  await expect(writeWhole(join(folder, "taken"), "x")).rejects.toThrow(/EISDIR/);
  expect(readdirSync(folder)).toEqual(["taken"]);
});
