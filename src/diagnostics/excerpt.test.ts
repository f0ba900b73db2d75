import { expect, test } from "vitest";
import { excerpt } from "./excerpt.ts";

test.each([
  ["a line that fits", "type: x", 7, 8, 80, { text: "type: x", indent: 6, width: 1 }],
  ["tabs become spaces", "\ttype:\tx", 8, 9, 80, { text: "    type:    x", indent: 13, width: 1 }],
  ["wide characters count as two", "名前: x", 5, 6, 80, { text: "名前: x", indent: 6, width: 1 }],
  ["a wide character is marked as two", "a: 名", 4, 5, 80, { text: "a: 名", indent: 3, width: 2 }],
  ["a character beyond the first plane is one", "😀: x", 5, 6, 80, { text: "😀: x", indent: 4, width: 1 }],
  ["an accent of its own takes no room", "e\u0301: x", 5, 6, 80, { text: "e\u0301: x", indent: 3, width: 1 }],
  ["control characters cannot move the cursor", "\u001b[2Jx", 5, 6, 80, { text: "\uFFFD[2Jx", indent: 4, width: 1 }],
  ["the end of the line has a place", "a:", 3, undefined, 80, { text: "a:", indent: 2, width: 1 }],
  ["an empty line too", "", 1, undefined, 80, { text: "", indent: 0, width: 1 }],
  ["a column beyond the end is the end", "a:", 30, 31, 80, { text: "a:", indent: 2, width: 1 }],
  [
    "a long line is cut around the place",
    `${"a".repeat(100)}X${"b".repeat(100)}`,
    101,
    102,
    24,
    { text: `…${"a".repeat(8)}X${"b".repeat(13)}…`, indent: 9, width: 1 },
  ],
  [
    "a long place is cut too",
    `a: ${"X".repeat(100)}`,
    4,
    104,
    24,
    { text: `a: ${"X".repeat(19)}…`, indent: 3, width: 19 },
  ],
  [
    "the end of a long line is shown whole",
    `${"a".repeat(100)}X`,
    101,
    102,
    24,
    { text: `…${"a".repeat(8)}X`, indent: 9, width: 1 },
  ],
])("%s", (_, line, column, endColumn, columns, expected) => {
  expect(excerpt(line, column, endColumn, columns)).toEqual(expected);
});
