import { expect, test } from "vitest";
import { isUlid, newUlid, ulidTime } from "./ulid.ts";

test("a ULID is 26 characters that sort and read back by time", () => {
  const [early, late] = [newUlid(1_469_918_176_385), newUlid(1_469_918_176_386)];
  expect(early.slice(0, 10)).toBe("01ARYZ6S41");
  expect(early < late).toBe(true);
  expect(ulidTime(late)).toBe(1_469_918_176_386);
  expect([isUlid(early), isUlid("41"), isUlid(early.toLowerCase())]).toEqual([true, false, false]);
  expect(new Set(Array.from({ length: 1_000 }, () => newUlid(1))).size).toBe(1_000);
});
