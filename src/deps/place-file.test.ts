import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { placeFile } from "./place-file.ts";

const content = Buffer.from("content");

test("a file is placed under its own name, once for its content", async () => {
  const folder = temporaryFolder();
  const placed = await Promise.all(["deps/a.jar", "src/x/a.jar"].map((path) => placeFile(folder, path, content)));
  expect(new Set(placed).size).toBe(1);
  expect(await placeFile(folder, "deps/b.jar", content)).not.toBe(placed[0]);
  expect(readFileSync(placed[0] ?? "", "utf8")).toBe("content");
  expect(readdirSync(dirname(placed[0] ?? "")).sort()).toEqual(["a.jar", "b.jar"]);
});
