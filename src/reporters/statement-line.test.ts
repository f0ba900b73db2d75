import { expect, test } from "vitest";
import { paintFor } from "./paint.ts";
import { columnsFor, statementLine } from "./statement-line.ts";

test.each([
  [{ name: "total", valueType: "scala.Long", value: "1000" }, "total: Long = 1000"],
  [{ name: "odd", valueType: "org.apache.spark.sql.DataFrame [number: int]" }, "odd: DataFrame [number: int]"],
  [{ valueType: "Long", value: "1000" }, "Long = 1000"],
  [{ valueType: "int", value: "2" }, "int = 2"],
  [{ value: "3 rows" }, "3 rows"],
  [{ valueType: "list", value: "2 elements" }, ""],
  [{ valueType: "Axes" }, ""],
  [{ valueType: "str", value: "secret rows", data: true }, ""],
  [{}, ""],
])("%j", (told, text) => {
  const line = statementLine(1, "f()", { ms: 1, ...told }, columnsFor(120), paintFor(false));
  expect(
    line
      .replace(/^ +1 {2}f\(\)/, "")
      .replace(/1 ms$/, "")
      .trim(),
  ).toBe(text);
});
