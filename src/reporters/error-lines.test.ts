import { expect, test } from "vitest";
import type { ActionError } from "../model/event.ts";
import { errorLines } from "./error-lines.ts";
import { paintFor } from "./paint.ts";

function thrown(type: string, message: string, more: Partial<ActionError> = {}): ActionError {
  return { type, types: [], message, stack: [], phase: "run", ...more };
}

const lines = (error: ActionError) =>
  errorLines(error, { paint: paintFor(false), columns: 80, sourceLines: () => undefined }).map((line) => line.trim());

test("a cause that says nothing new is left out, and what caused it is not", () => {
  const origin = thrown("java.io.IOException", "disk full");
  const java = thrown("org.apache.spark.sql.AnalysisException", "[NO_COLUMN] a\n'Project", {
    file: "src/a.py",
    cause: origin,
  });
  expect(lines(thrown("AnalysisException", "[NO_COLUMN] a", { file: "src/a.py", line: 2, cause: java }))).toEqual([
    "✖ AnalysisException: [NO_COLUMN] a",
    "src/a.py:2",
    "caused by java.io.IOException: disk full",
  ]);
});

test("a cause of the same words at another line is told", () => {
  const cause = thrown("KeyError", "'a'", { file: "src/a.py", line: 7 });
  expect(lines(thrown("KeyError", "'a'", { file: "src/a.py", line: 2, cause })).at(-1)).toBe(
    "caused by KeyError: 'a' (src/a.py:7)",
  );
});
