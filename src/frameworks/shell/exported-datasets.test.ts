import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { exportedDatasets } from "./exported-datasets.ts";

const folder = mkdtempSync(join(tmpdir(), "ama-exports-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = join(folder, "exports");
writeFileSync(join(folder, "a=b.csv"), "x\n1\n");
mkdirSync(join(folder, "parts"));
writeFileSync(join(folder, "parts", "part-0.json"), "{}\n");

function read(lines: string, ...publish: { name: string; optional?: boolean; format?: string }[]) {
  writeFileSync(file, lines);
  return exportedDatasets(
    file,
    publish.map((one) => ({ policy: "file", ...one })),
    folder,
  );
}

test("a line names a dataset and its path; the rest of what is written is not handed on", () => {
  const exported = read(
    `words = a=b.csv\r\n\nparts=${folder}/parts\nunused=a=b.csv\n`,
    { name: "words" },
    { name: "parts" },
  );
  expect(exported).toEqual({
    is: "exported",
    datasets: [
      { name: "words", kind: "file", as: "file", path: join(folder, "a=b.csv"), format: "csv", bytes: 4 },
      { name: "parts", kind: "file", as: "file", path: join(folder, "parts"), format: "json", bytes: 3 },
    ],
  });
});

test("everything is handed on where that is asked", () => {
  expect(read("words=a=b.csv", { name: "*", optional: true })).toMatchObject({ datasets: [{ name: "words" }] });
});

test.each([
  ["no equals sign", "is not of the form NAME=path"],
  ["words=", "is not of the form NAME=path"],
  ["words=nowhere.csv", "but nothing is there; a relative path begins where the script began"],
  ["", "it has not published words"],
])("%j is wrong", (lines, why) => {
  expect(read(lines, { name: "words" })).toMatchObject({ is: "wrong", message: expect.stringContaining(why) });
});

test("what need not be published need not be there", () => {
  rmSync(file);
  expect(exportedDatasets(file, [{ name: "words", policy: "file", optional: true }], folder)).toMatchObject({
    datasets: [],
  });
});
