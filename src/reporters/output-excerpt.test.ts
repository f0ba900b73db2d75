import { expect, test } from "vitest";
import { OutputExcerpt } from "./output-excerpt.ts";

function excerptOf(text: string): string[] {
  const bytes = Buffer.from(text);
  const excerpt = new OutputExcerpt({ firstLines: 10, lastLines: 2 }, (from, to) => bytes.subarray(from, to));
  return [...excerpt.add(0, bytes.length), ...excerpt.close()];
}

test("a long line is cut, with or without its end, between characters", () => {
  const shown = [`${"x".repeat(2000)} … 3.0 kB more of this line in the log`];
  expect(excerptOf(`${"x".repeat(5000)}\n`)).toEqual(shown);
  expect(excerptOf("x".repeat(5000))).toEqual(shown);
  expect(excerptOf(`${"x".repeat(1999)}😀😀\n`)).toEqual([`${"x".repeat(1999)} … 8 B more of this line in the log`]);
});

test("of a progress bar the last state is shown, however often it was drawn", () => {
  expect(excerptOf(Array.from({ length: 1000 }, (_, i) => `\r${i} of 999`).join(""))).toEqual(["999 of 999"]);
});
