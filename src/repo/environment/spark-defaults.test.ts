import { expect, test } from "vitest";
import { TextFile } from "../yaml/text-file.ts";
import { parseProperties } from "./spark-defaults.ts";

test.each([
  ["spark.master local[2]", "spark.master", "local[2]"],
  ["spark.master=local[2]", "spark.master", "local[2]"],
  ["spark.master : local[2]  ", "spark.master", "local[2]"],
  ["  spark.master\tlocal[2]\r", "spark.master", "local[2]"],
  ["spark.jars a.jar,\\\n    b.jar", "spark.jars", "a.jar,b.jar"],
  ["spark.x a\\tb\\u00e9", "spark.x", "a\tbé"],
  ["spark.x C:\\\\dir\\\\", "spark.x", "C:\\dir\\"],
  ["spark.x a = b # no comment", "spark.x", "a = b # no comment"],
  ["spark.x", "spark.x", ""],
  ["spark\\ x y", "spark x", "y"],
])("%j", (text, key, value) => {
  expect(parseProperties(new TextFile("d.conf", text))).toMatchObject([{ key, value }]);
});

test("passes over comments and empty lines, and keeps the places", () => {
  const text = "# comment\n! comment\n\n  spark.a 1\nspark.b 2\\\n\n";
  expect(parseProperties(new TextFile("d.conf", text))).toEqual([
    { key: "spark.a", value: "1", at: { file: "d.conf", line: 4, column: 3, endColumn: 10 } },
    { key: "spark.b", value: "2", at: { file: "d.conf", line: 5, column: 1, endColumn: 8 } },
  ]);
});

test("a file that ends with a backslash ends there", () => {
  expect(parseProperties(new TextFile("d.conf", "spark.a 1\\"))).toMatchObject([{ key: "spark.a", value: "1" }]);
});
