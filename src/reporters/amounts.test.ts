import { expect, test } from "vitest";
import { formatBytes, formatDuration, formatMs } from "./amounts.ts";

test("durations", () => {
  expect(
    [0, 2.4, 380, 999.4, 999.6, 9_849, 9_960, 59_400, 59_600, 125_000, 3_600_000, 11_520_000].map(formatMs),
  ).toEqual([
    "0 ms",
    "2 ms",
    "380 ms",
    "999 ms",
    "1.0 s",
    "9.8 s",
    "10 s",
    "59 s",
    "1 min",
    "2 min 5 s",
    "1 h",
    "3 h 12 min",
  ]);
  expect([3, 99, 100, 480, 1200].map(formatDuration)).toEqual(["3 ms", "99 ms", "0.1 s", "0.5 s", "1.2 s"]);
});

test("amounts of data", () => {
  expect([0, 999, 1000, 1_234_567, 200_000_000, 5e13].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "1.2 MB",
    "200 MB",
    "50.0 TB",
  ]);
});
