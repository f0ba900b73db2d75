import { expect, test } from "vitest";
import { nearest } from "./nearest.ts";

test.each([
  ["flwo", ["flow", "name", "error"], "flow"],
  ["tpye", ["type", "name"], "type"],
  ["spark.driver.memeory", ["spark.driver.memory", "spark.executor.memory"], "spark.driver.memory"],
  ["NAME", ["name"], "name"],
  ["colour", ["flow"], undefined],
  ["x", ["flow", "y"], undefined],
  ["X", ["x"], "x"],
  ["odd", [], undefined],
])("%s of %j is %s", (word, candidates, expected) => {
  expect(nearest(word, candidates)).toBe(expected);
});
