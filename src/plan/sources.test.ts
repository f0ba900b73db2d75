import { describe, expect, test } from "vitest";
import type { ConfiguredDataset } from "../model/environment.ts";
import type { SettingValue } from "../model/setting.ts";
import { type Fixture, planned, told } from "./plan-fixture.ts";

describe("sources of datasets.yml", () => {
  const at = { file: "env/test/datasets.yml", line: 2, column: 3 };
  const file = (uri: SettingValue): ConfiguredDataset => ({ name: "orders", kind: "file", at, options: { uri } });
  const generic: ConfiguredDataset = { name: "weather", kind: "generic", at, options: { uri: "x" } };
  const of = (sources: readonly ConfiguredDataset[], source = "", more: Partial<Fixture> = {}): Fixture => ({
    environment: { sources },
    actions: { a: { source } },
    ...more,
  });

  test("lie where the job does on a local master, and at the default file system elsewhere", () => {
    const places = (fixture: Fixture) => planned(fixture).actions[0]?.run.sources.map(({ options }) => options["uri"]);
    expect(places(of([file("data/x"), generic]))).toEqual(["/repo/data/x", "x"]);
    expect(places(of([file("s3a://b/x")]))).toEqual(["s3a://b/x"]);
    expect(places(of([file("data/x")], "", { master: "yarn" }))).toEqual(["data/x"]);
    const secret = (start: string) => ({ $secret: [start, { secret: "KEY" }] });
    expect(places(of([file(secret("data/"))]))).toEqual([secret("/repo/data/")]);
    expect(places(of([file(secret("s3a://"))]))).toEqual([secret("s3a://")]);
  });

  test("belong to the action's fingerprint, but for the place of their definition", () => {
    const fingerprint = (source: ConfiguredDataset) => planned(of([source])).actions[0]?.fingerprint;
    expect(fingerprint(file("x"))).toBe(fingerprint({ ...file("x"), at: { ...at, line: 9 } }));
    expect(fingerprint(file("x"))).not.toBe(fingerprint(file("y")));
    const keyed = (value: string): ConfiguredDataset => ({ ...generic, options: { at: value } });
    expect(fingerprint(keyed("x"))).not.toBe(fingerprint(keyed("y")));
  });

  test("are noted by what is done with them", () => {
    const source =
      'val x = AmaContext.loadDataset("orders"); AmaContext.loadDataset("orders"); AmaContext.source("weather")\nAmaContext.loadDataset("o" + x)';
    expect(planned(of([file("x"), generic], source)).actions[0]?.sources).toEqual([
      { name: "orders", access: "read" },
      { name: "weather", access: "keys" },
    ]);
  });

  test("that are generic are their action's own affair", () => {
    expect(told(of([generic], 'AmaContext.persistDataset("weather", x)'))).toMatchInlineSnapshot(`
      [
        "error AMA1622 src/a.scala:1:27 "weather" is a generic source, which Spark does not know how to reach: it cannot be written. (Its keys are AmaContext.source("weather"); what Spark can reach stands below \`file:\` or \`hive:\`.)",
      ]
    `);
  });

  test("have places that others overwrite", () => {
    const actions = {
      a: { source: 'val in = AmaContext.loadDataset("orders")' },
      b: { source: 'AmaContext.getDataFrame("a", "in").write.mode("overwrite").parquet("/repo/data/x")' },
    };
    expect(told({ environment: { sources: [file("data/x")] }, actions })).toMatchInlineSnapshot(`
      [
        "warning AMA1611 src/b.scala:1:68 a.in is read from /repo/data/x, which b writes while it may still be needed. (Publish it \`as: checkpoint\`, so that its rows are kept, or write to another path.)",
      ]
    `);
  });

  test("are tables that others overwrite", () => {
    const hive = (name: string): ConfiguredDataset => ({
      name,
      kind: "hive",
      at,
      options: { database: "d", table: "t" },
    });
    const actions = {
      a: { source: 'val in = AmaContext.loadDataset("one")' },
      b: { source: 'AmaContext.persistDataset("other", AmaContext.getDataFrame("a", "in"))' },
    };
    expect(told({ environment: { sources: [hive("one"), hive("other")] }, actions })).toEqual([
      expect.stringContaining("a.in is read from table d.t, which b writes while it may still be needed."),
    ]);
  });

  test("write twice what is appended, where an action runs twice", () => {
    const writes = (mode: string, kind: ConfiguredDataset["kind"]) => {
      const sources = [{ name: "x", kind, at, options: { uri: "x", table: "t", mode } }];
      return planned(of(sources, 'AmaContext.persistDataset("x", df)')).actions[0]?.writesOutside;
    };
    expect(["append", "overwrite", "error"].map((mode) => writes(mode, "file"))).toEqual([true, false, false]);
    expect(["append", "overwrite", "error"].map((mode) => writes(mode, "hive"))).toEqual([true, false, false]);
  });
});
