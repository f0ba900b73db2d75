import { expect, test } from "vitest";
import { warning } from "../../diagnostics/report.ts";
import { ok } from "../../model/result.ts";
import { memoryFiles } from "../../repo/memory-files.ts";
import { withSourceLines } from "./with-source-lines.ts";

test("a diagnostic of a place gets its line, where the file is there and the line is not known", () => {
  const files = memoryFiles({ "src/a.scala": "val a = 1\r\n\tval b = 2\r\n" });
  const at = { file: "src/a.scala", line: 2, column: 6 };
  const told = [
    warning("AMA1601", "x", { at }),
    warning("AMA1601", "x", { at, sourceLine: "as it was" }),
    warning("AMA1601", "x", { at: { ...at, file: "src/gone.scala" } }),
    warning("AMA1601", "x"),
  ];
  const lines = withSourceLines(ok(1, told), files).diagnostics.map(({ sourceLine }) => sourceLine);
  expect(lines).toEqual(["\tval b = 2", "as it was", undefined, undefined]);
});
