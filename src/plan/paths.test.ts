import { describe, expect, test } from "vitest";
import type { Plan } from "../model/plan.ts";
import { type Fixture, type FixtureAction, planned, told } from "./plan-fixture.ts";

const reading = (action: string, name: string): FixtureAction => ({
  source: `val x = AmaContext.getDataFrame("${action}", "${name}")`,
});
const start: FixtureAction = {
  source: 'val data = 1 to 1000\nval rdd = sc.parallelize(data)\nval odd = rdd.toDF("n")',
};

describe("paths", () => {
  const root = (value: string) => ({ value, origin: { builtIn: "test" } });
  const roots = (plan: Plan) => plan.actions[0]?.run.env;

  test("are local ones relative to the repo on a local master, and made absolute", () => {
    expect(roots(planned({ actions: { a: start } }))).toMatchObject({
      inputRootPath: "/repo/data/in",
      outputRootPath: "/repo/data/out",
      workingDir: "/repo/work",
    });
  });

  test.each([
    ["/abs/x", "local[2]", "/abs/x"],
    ["./x/../y/", "local", "/repo/y"],
    ["file:///x", "local", "file:///x"],
    ["s3a://bucket/x", "local[*]", "s3a://bucket/x"],
    ["data/x", "yarn", "data/x"],
    ["", "local", ""],
  ])("%s on %s is %s", (path, master, expected) => {
    const plan = planned({ master, environment: { inputRootPath: root(path) }, actions: { a: start } });
    expect(roots(plan)?.inputRootPath).toBe(expected);
  });

  test("stay as they are where another file system is the default", () => {
    const plan = planned({ spark: { "spark.hadoop.fs.defaultFS": "hdfs://host" }, actions: { a: start } });
    expect(roots(plan)?.inputRootPath).toBe("data/in");
  });

  test.each<[string, Fixture["environment"], readonly string[]]>([
    [
      "s3n://b/x",
      {},
      [
        "info AMA1619 s3n://b/x is reached through the file system of s3a:, as s3n: has none. (Write s3a: where you can.)",
      ],
    ],
    [
      "s3://b/x",
      {},
      [
        "info AMA1619 s3://b/x needs a file system of the session's own, as Hadoop has none for s3:. (Write s3a: where you can.)",
      ],
    ],
    ["s3://b/x", { sites: ["env/test/core-site.xml"] }, []],
    ["s3a://b/x", {}, []],
  ])("of a retired scheme are noted: %s", (path, more, expected) => {
    expect(told({ environment: { inputRootPath: root(path), ...more }, actions: { a: start } })).toEqual(expected);
  });

  test("of s3n: get the file system of s3a:, unless another one is named", () => {
    const key = "spark.hadoop.fs.s3n.impl";
    const environment = { outputRootPath: root("s3n://bucket/x") };
    const of = (spark: Fixture["spark"] = {}) =>
      planned({ environment, spark, actions: { a: start } }).hosts[0]?.settings[key];
    expect(of()).toBe("org.apache.hadoop.fs.s3a.S3AFileSystem");
    expect(of({ [key]: "acme.FileSystem" })).toBe("acme.FileSystem");
    expect(planned({ actions: { a: start } }).hosts[0]?.settings).not.toHaveProperty(key);
  });

  const reader = { source: 'val in = spark.read.json(env.inputRootPath + "/x")' };
  const writer = 'df.write.mode("overwrite").json(s"${env.inputRootPath}/x")';
  test.each<[string, Fixture["actions"], number]>([
    ["by its reader", { a: reader, b: { source: `val df = AmaContext.getDataFrame("a", "in"); ${writer}` } }, 1],
    ["between two readers", { a: reader, b: reading("a", "in"), c: { source: writer }, d: reading("a", "in") }, 1],
    ["beside its reader", { a: reader, b: reading("a", "in"), c: { source: writer, after: ["a"] } }, 1],
    ["after the last reader", { a: reader, b: reading("a", "in"), c: { source: writer } }, 0],
    ["before", { z: { source: writer }, a: reader, b: reading("a", "in") }, 0],
    [
      "a part of it",
      { a: reader, b: { source: 'AmaContext.getDataFrame("a", "in").write.parquet(env.inputRootPath + "/x/day=1")' } },
      1,
    ],
    [
      "another path",
      { a: reader, b: { source: 'AmaContext.getDataFrame("a", "in").write.parquet(env.inputRootPath + "/xy")' } },
      0,
    ],
    [
      "through another action's dataset",
      {
        a: reader,
        b: { source: 'val y = AmaContext.getDataFrame("a", "in").limit(1)' },
        c: { source: `val df = AmaContext.getDataFrame("b", "y"); ${writer}` },
      },
      1,
    ],
  ])("a path that is read by reference and overwritten %s", (_, actions, count) => {
    expect(told({ actions }).filter((line) => line.includes("AMA1611"))).toHaveLength(count);
  });
});
