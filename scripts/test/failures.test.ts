import { expect, test } from "vitest";
import { failuresIn } from "./failures.ts";

test.each([
  [
    "a suite of ours",
    "✓ one (0.1 s)\n✗ two (0.2 s) step 3\n    > sent\n✓ three\nvectors: 2 passed, 1 failed\n",
    ["✗ two (0.2 s) step 3\n    > sent"],
  ],
  [
    "Scala",
    "  slow: a (3000 ms)\nFAILED SqlTests: b\n  boom\n  slow: c (1 ms)\n2 passed, 1 failed\n",
    ["FAILED SqlTests: b\n  boom"],
  ],
  [
    "unittest",
    "test_a (x) ... FAIL\n\n====\nERROR: test_b (x)\n----\nTraceback\n\n====\nFAIL: test_a (x)\n----\nlast\n\nRan 2 tests in 1s\n0 passed, 2 failed\n",
    ["ERROR: test_b (x)\n----\nTraceback\n\n====", "FAIL: test_a (x)\n----\nlast"],
  ],
  [
    "vitest",
    " FAIL  a.test.ts > b\nAssertionError\n Test Files  1 failed (1)\n",
    [" FAIL  a.test.ts > b\nAssertionError"],
  ],
  ["nothing failed", "✓ one\n1 passed, 0 failed\n", []],
])("%s", (_, output, expected) => {
  expect(failuresIn(output)).toEqual(expected);
});

test("a long one keeps its first and last lines", () => {
  const lines = Array.from({ length: 10 }, (_, index) => `    ${index}`);
  expect(failuresIn(["✗ long", ...lines].join("\n"), 4)).toEqual(["✗ long\n    0\n  … 7 lines …\n    8\n    9"]);
});
