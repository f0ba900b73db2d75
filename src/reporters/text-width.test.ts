import { expect, test } from "vitest";
import { cut, flow, padEnd, printable, textWidth } from "./text-width.ts";

test.each([
  ["abc", 3],
  ["漢字", 4],
  ["e\u0301", 1],
  ["👍🏽", 4],
  ["\u001b[31mred\u001b[0m", 3],
  ["ｱﾝ", 2],
  ["…·│✔", 4],
])("%j takes %i cells", (text, width) => {
  expect(textWidth(text)).toBe(width);
});

test("cutting never splits a wide character, nor exceeds the width", () => {
  expect(["abcdef", "漢字漢字", "ab cd"].map((text) => cut(text, 4))).toEqual(["abc…", "漢…", "ab…"]);
  expect(padEnd(cut("漢字漢字", 6), 6)).toBe("漢字… ");
  expect([cut("abc", 0), cut("abc", 1), cut("abc", 3)]).toEqual(["", "…", "abc"]);
});

test("what could move the cursor is taken out", () => {
  expect(printable("a\tb\u001b[2J\u0007c\r")).toBe("a   b·c");
  expect(printable("10%\r 55%\r100% done\r")).toBe("100% done");
});

test("parts flow into lines", () => {
  expect(flow(["aaa", "bbb", "ccc"], 9, 2)).toEqual(["aaa · bbb", "  ccc"]);
  expect(flow([], 9, 2)).toEqual([]);
});
