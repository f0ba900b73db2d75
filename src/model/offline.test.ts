import { expect, test } from "vitest";
import { isOffline } from "./offline.ts";

test.each([
  [undefined, false],
  ["", false],
  ["0", false],
  ["false", false],
  ["1", true],
  ["true", true],
  ["on", true],
])("AMA_OFFLINE=%s: %s", (value, expected) => {
  expect(isOffline({ AMA_OFFLINE: value })).toBe(expected);
});
