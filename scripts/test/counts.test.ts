import { expect, test } from "vitest";
import { countsOf } from "./counts.ts";

test.each([
  ["ok\n12 passed, 0 failed\n", 0, { passed: 12, failed: 0 }],
  ["acceptance: 3 passed, 2 failed\n", 1, { passed: 3, failed: 2 }],
  [" Test Files  2 passed (2)\n      Tests  7 passed (7)\n", 0, { passed: 7, failed: 0 }],
  [" Test Files  1 failed | 1 passed (2)\n      Tests  2 failed | 5 passed (7)\n", 1, { passed: 5, failed: 2 }],
  ["12 passed, 0 failed\n", 1, { passed: 12, failed: 1 }],
  ["nothing to see\n", 0, { passed: 0, failed: 1 }],
  ["", null, { passed: 0, failed: 1 }],
])("%j, exit %s", (output, code, expected) => {
  expect(countsOf(output, code)).toEqual(expected);
});
