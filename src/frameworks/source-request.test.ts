import { describe, expect, test } from "vitest";
import type { JsonValue } from "../model/json.ts";
import { type RevealedSource, sourceRequest } from "./source-request.ts";

const source = (kind: RevealedSource["kind"], options: Record<string, JsonValue>): RevealedSource => ({
  name: "orders",
  kind,
  at: { file: "env/dev/datasets.yml", line: 3, column: 12 },
  options,
});
const known = { name: "orders", definedAt: "env/dev/datasets.yml:3" };

describe("what a runner is told of a source", () => {
  test("of a file: what is not a key of ours is an option, as a text", () => {
    const options = { header: true, samplingRatio: 0.5, mode: "PERMISSIVE", nothing: null };
    const keys = { uri: "/data/x", format: "csv", mode: "append", "partition-by": "day", sep: ";", options };
    expect(sourceRequest(source("file", keys))).toEqual({
      ...known,
      keys,
      uri: "/data/x",
      format: "csv",
      mode: "append",
      partitionBy: ["day"],
      options: { sep: ";", header: "true", samplingRatio: "0.5", mode: "PERMISSIVE" },
    });
  });

  test.each([
    [
      { database: "shop", table: "sales" },
      { table: "shop.sales", options: {} },
    ],
    [
      { database: "my shop", table: "a`b" },
      { table: "`my shop`.`a``b`", options: {} },
    ],
    [{ table: "catalog.shop.sales" }, { table: "catalog.shop.sales", options: {} }],
    [
      { table: "t", uri: "/data/t", format: "orc" },
      { table: "t", format: "orc", options: { path: "/data/t" } },
    ],
  ])("of a table %o", (keys, expected) => {
    expect(sourceRequest(source("hive", keys))).toEqual({ ...known, keys, ...expected });
  });

  test("of a generic one: its keys, whatever they are called", () => {
    const keys = { uri: 1, mode: "none", nested: { a: [true] } };
    expect(sourceRequest(source("generic", keys))).toEqual({ ...known, keys });
  });
});
