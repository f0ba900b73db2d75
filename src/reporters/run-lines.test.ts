import { expect, test } from "vitest";
import { retryAnnouncement } from "./run-lines.ts";
import type { ActionView } from "./run-view.ts";

const action: ActionView = {
  id: "a",
  planned: undefined,
  tries: 2,
  failures: 2,
  lastError: undefined,
  outcome: "failed",
};

test.each([
  [1000, "retry 2 in 1 s"],
  [1500, "retry 2 in 1.5 s"],
  [0, "retry 2 in 0 ms"],
  [-4, "retry 2 in 0 ms"],
])("a retry in %d ms", (delayMs, text) => {
  expect(retryAnnouncement(action, delayMs)).toBe(text);
});
