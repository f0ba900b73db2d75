import { expect, test } from "vitest";
import { readParameterValue } from "./parameter-value.ts";

const now = new Date(2026, 2, 1, 0, 30);

test.each([
  ["string", "01", "01"],
  ["int", "42", 42],
  ["int", "-2147483648", -2147483648],
  ["int", "2147483648", undefined],
  ["int", "1.5", undefined],
  ["int", "", undefined],
  ["long", "9007199254740993", "9007199254740993"],
  ["long", "+7", 7],
  ["long", "9223372036854775808", undefined],
  ["double", "1e3", 1000],
  ["double", "NaN", undefined],
  ["double", " ", undefined],
  ["boolean", "true", true],
  ["boolean", "yes", undefined],
  ["date", "2026-02-28", "2026-02-28"],
  ["date", "2026-02-29", undefined],
  ["date", "28-02-2026", undefined],
  ["date", "today", "2026-03-01"],
  ["date", "yesterday", "2026-02-28"],
  ["timestamp", "2026-02-28T10:00:00Z", "2026-02-28T10:00:00Z"],
  ["timestamp", "2026-02-28 10:00", "2026-02-28 10:00"],
  ["timestamp", "2026-02-30T10:00:00Z", undefined],
  ["timestamp", "2026-02-28T25:00:00Z", undefined],
  ["timestamp", "now", now.toISOString()],
] as const)("%s %s is %s", (type, text, expected) => {
  const found = readParameterValue(type, text, now);
  expect(found.ok ? found.value : undefined).toBe(expected);
});
