import { expect, test } from "vitest";
import { listOf } from "./lists.ts";

test("an option that is given twice says both", () => {
  expect(listOf(["a,b", " c "])).toEqual(["a", "b", "c"]);
});

test("empty parts are none", () => {
  expect(listOf([",a,"])).toEqual(["a"]);
  expect(listOf(undefined)).toEqual([]);
});
