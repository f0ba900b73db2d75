import { describe, expect, test } from "vitest";
import type { Plan } from "../model/plan.ts";
import { type Fixture, type FixtureAction, planned, told } from "./plan-fixture.ts";

const edges = (plan: Plan) =>
  plan.actions.flatMap(({ id, after }) => after.map(({ action, because }) => `${action} → ${id} (${because})`));

const datasets = (plan: Plan) =>
  plan.actions.flatMap(({ id, publishes }) =>
    publishes.map(
      ({ name, as, format, optional, why }) =>
        `${id}.${name} ${as}${format ? ` ${format}` : ""}${optional ? "?" : ""}: ${why}`,
    ),
  );

const reading = (action: string, name: string): FixtureAction => ({
  source: `val x = AmaContext.getDataFrame("${action}", "${name}")`,
});
const start: FixtureAction = {
  source: 'val data = 1 to 1000\nval rdd = sc.parallelize(data)\nval odd = rdd.toDF("n")',
};

describe("the order", () => {
  test("is that of the flow, and a dataset that is read says so", () => {
    const plan = planned({ actions: { start, step2: reading("start", "odd"), step3: { source: "" } } });
    expect(edges(plan)).toEqual(["start → step2 (dataset)", "step2 → step3 (order)"]);
  });

  test("`after` takes the place of the action above", () => {
    const actions = {
      start,
      a: { source: "", after: ["start"] },
      b: { source: "", after: ["start"] },
      c: { source: "", after: [] },
    };
    expect(edges(planned({ actions }))).toEqual(["start → a (after)", "start → b (after)"]);
  });

  test("a read adds an edge where there is none", () => {
    const actions = { start, a: { source: "", after: [] }, b: { ...reading("start", "odd"), after: ["a"] } };
    expect(edges(planned({ actions }))).toEqual(["a → b (after)", "start → b (dataset)"]);
  });

  test("a read may go against the flow where nothing else stands in its way", () => {
    const actions = { b: { ...reading("start", "odd"), after: [] }, start: { ...start, after: [] } };
    expect(edges(planned({ actions }))).toEqual(["start → b (dataset)"]);
  });

  test("a circle through a read is an error at the read", () => {
    expect(told({ actions: { a: reading("b", "x"), b: { source: "val x = df" } } })).toMatchInlineSnapshot(`
      [
        "error AMA1604 src/a.scala:1:33 a reads "b.x", but b runs after it: a reads b.x, b comes after a. (Put the one that makes the dataset first, or say with \`after:\` what each waits for.)",
      ]
    `);
  });

  test("so is a longer one, and one of `after` only", () => {
    expect(
      told({
        actions: {
          a: { ...reading("c", "x"), after: [] },
          b: { source: "", after: ["a"] },
          c: { source: "val x = df", after: ["b"] },
        },
      }),
    ).toMatchInlineSnapshot(`
      [
        "error AMA1604 src/a.scala:1:33 a reads "c.x", but c runs after it: a reads c.x, c waits for b, b waits for a. (Put the one that makes the dataset first, or say with \`after:\` what each waits for.)",
      ]
    `);
    expect(
      told({ actions: { a: { source: "", after: ["b"] }, b: { source: "", after: ["a"] } } }),
    ).toMatchInlineSnapshot(`
      [
        "error AMA1604 maki.yml:1:1 Actions wait for each other: a waits for b, b waits for a. (Put the one that makes the dataset first, or say with \`after:\` what each waits for.)",
      ]
    `);
  });

  test("by SQL it is a table then", () => {
    const actions = { a: { source: 'spark.sql("select * from b.x")' }, b: { source: "val x = df" } };
    expect(edges(planned({ actions }))).toEqual(["a → b (order)"]);
    expect(told({ actions })).toMatchInlineSnapshot(`
      [
        "warning AMA1604 src/a.scala:1:11 "b.x" is taken for a table, as b runs after a.",
      ]
    `);
  });
});

describe("a read of what is not there", () => {
  test.each<[string, Fixture]>([
    ["an unknown action", { actions: { start, step2: reading("strat", "odd") } }],
    ["an unknown name", { actions: { start, step2: reading("start", "od") } }],
    ["a function", { actions: { start: { source: "def odd = df\nval even = df" }, step2: reading("start", "odd") } }],
    ["what is no dataset", { actions: { start, step2: reading("start", "data") } }],
    [
      "of an open action",
      { actions: { start: { source: "import acme.Tables._\nval odd = df" }, step2: reading("start", "od") } },
    ],
    ["of a jar", { actions: { start: {}, step2: reading("start", "odd") } }],
    ["its own", { actions: { start: reading("start", "odd") } }],
    ["not published", { actions: { start, step2: reading("start", "odd") }, publish: "none" }],
    [
      "of an error action",
      { actions: { start: { ...start, error: { name: "fix", source: "val x = df" } }, step2: reading("fix", "x") } },
    ],
    ["a table of a like name", { actions: { start, step2: { source: 'spark.table("start.ood")' } } }],
    [
      "of a source that does not parse",
      { actions: { start: { source: "val odd = )" }, step2: reading("start", "rdd") } },
    ],
  ])("%s", (_, fixture) => expect(told(fixture)).toMatchSnapshot());

  test("every problem is told in one go", () => {
    const actions = { start, a: reading("start", "x"), b: reading("nobody", "x"), c: reading("c", "x") };
    expect(told({ actions }).map((line) => line.split(" ")[1])).toEqual(["AMA1603", "AMA1602", "AMA1605"]);
  });
});

describe("error actions", () => {
  const failing = (source: string): FixtureAction => ({ source: "1/0", error: { name: "notify", source } });

  test("follow their parent, and read what came before it", () => {
    const plan = planned({ actions: { start, step2: failing('AmaContext.getDataFrame("start", "odd")') } });
    expect(plan.actions.map(({ id, role }) => [id, role.is])).toEqual([
      ["start", "flow"],
      ["step2", "flow"],
      ["step2/notify", "error"],
    ]);
    expect(datasets(plan)).toEqual(["start.odd reference: read by step2/notify on the same host"]);
  });

  test.each<[string, Fixture["actions"]]>([
    ["the parent's own", { start, step2: failing('AmaContext.getDataFrame("step2", "x")') }],
    ["made later", { step2: failing('AmaContext.getDataFrame("start", "odd")'), start }],
    ["perhaps not made yet", { start, step2: { ...failing('AmaContext.getDataFrame("start", "odd")'), after: [] } }],
  ])("%s", (_, actions) => expect(told({ actions })).toMatchSnapshot());

  test("the job's own come last", () => {
    const plan = planned({ actions: { start }, error: { source: "" }, finally: reading("start", "odd") });
    expect(plan.actions.map(({ id, role }) => [id, role.is])).toEqual([
      ["start", "flow"],
      ["error", "job-error"],
      ["finally", "finally"],
    ]);
    expect(datasets(plan)).toEqual(["start.odd reference: read by finally on the same host"]);
  });
});

describe("where datasets go", () => {
  const random: FixtureAction = { source: 'val odd = df.withColumn("x", rand())\nval some = odd.limit(3)' };
  const [b, c] = [reading("a", "odd"), reading("a", "odd")];
  const declared = (as: "reference" | "cache" | "checkpoint" | "file", format?: string): FixtureAction => ({
    source: "val odd = df",
    publishes: [
      { name: "odd", as, ...(format === undefined ? {} : { format }), at: { file: "maki.yml", line: 9, column: 5 } },
    ],
  });
  test.each<[string, Fixture, string[]]>([
    ["nobody reads", { actions: { a: start, b: { source: "" } } }, []],
    ["one reader", { actions: { a: start, b } }, ["a.odd reference: read by b on the same host"]],
    ["two readers", { actions: { a: start, b, c } }, ["a.odd cache: read by b and c on the same host"]],
    ["a random one, one reader", { actions: { a: random, b } }, ["a.odd reference: read by b on the same host"]],
    [
      "a random one, two readers",
      { actions: { a: random, b, c } },
      ["a.odd checkpoint: its rows are random and it is read by b and c, so they are fixed once"],
    ],
    [
      "made of a random one of another action",
      {
        actions: {
          a: random,
          b: { source: 'val y = AmaContext.getDataFrame("a", "some")' },
          c: reading("b", "y"),
          d: reading("b", "y"),
        },
      },
      [
        "a.some reference: read by b on the same host",
        "b.y checkpoint: its rows are random and it is read by c and d, so they are fixed once",
      ],
    ],
    ["asked for as a file", { actions: { a: declared("file"), b } }, ["a.odd file parquet: maki.yml asks for parquet"]],
    ["in another format", { actions: { a: declared("file", "json") } }, ["a.odd file json: maki.yml asks for json"]],
    ["asked to be cached", { actions: { a: declared("cache"), b } }, ["a.odd cache: maki.yml asks for it"]],
    [
      "none but declared",
      { publish: "none", actions: { a: declared("file"), b } },
      ["a.odd file parquet: maki.yml asks for parquet"],
    ],
    [
      "another host",
      { actions: { a: start, b: { ...b, conf: { "spark.executor.memory": "4g" } } } },
      ["a.odd file parquet: b runs on another host (spark-2)"],
    ],
    [
      "a process that reads files",
      { actions: { a: start, b: { ...b, type: "python" } } },
      ["a.odd file parquet: b reads files"],
    ],
    [
      "all",
      { publish: "all", actions: { a: start, b } },
      [
        "a.odd file parquet?: `publish: all` persists everything",
        "a.rdd file parquet?: `publish: all` persists everything",
        "b.x file parquet?: `publish: all` persists everything",
      ],
    ],
    [
      "kept",
      { options: { keep: true }, actions: { a: start } },
      ["a.rdd file parquet?: `--keep` persists everything", "a.odd file parquet?: `--keep` persists everything"],
    ],
    [
      "a reader that may read anything",
      { actions: { a: start, b: {} } },
      ["a.rdd reference?: b may read it", "a.odd reference?: b may read it"],
    ],
    ["and what it makes", { actions: { a: {}, b: {} } }, ["a.* reference?: b may read it"]],
    [
      "the same on another host",
      { actions: { a: start, b: { conf: { "spark.executor.memory": "4g" } } } },
      [
        "a.rdd file parquet?: b may read it, and runs on another host (spark-2)",
        "a.odd file parquet?: b may read it, and runs on another host (spark-2)",
      ],
    ],
    [
      "one reader here, and one elsewhere that may read anything",
      { actions: { a: start, b, c: { conf: { "spark.executor.memory": "4g" } } } },
      [
        "a.odd file parquet: c may read it, and runs on another host (spark-2)",
        "a.rdd file parquet?: c may read it, and runs on another host (spark-2)",
        "b.x file parquet?: c may read it, and runs on another host (spark-2)",
      ],
    ],
    [
      "a reader of other formats that may read anything, beside one of all",
      { actions: { a: start, b, c: { type: "ruby" } } },
      [
        "a.odd file csv: c may read it, and runs on another host (ruby)",
        "a.rdd file csv?: c may read it, and runs on another host (ruby)",
        "b.x file csv?: c may read it, and runs on another host (ruby)",
      ],
    ],
    [
      "by SQL",
      { actions: { a: start, b: { source: 'spark.sql("select * from a.odd")' } } },
      ["a.odd reference?: read by b on the same host"],
    ],
  ])("%s", (_, fixture, expected) => expect(datasets(planned(fixture))).toEqual(expected));

  test("a written one is read from its file, but an RDD is handed over", () => {
    const source = 'AmaContext.getDataFrame("a", "odd"); AmaContext.getRDD[Int]("a", "rdd")';
    const plan = planned({ publish: "all", actions: { a: start, b: { source } } });
    expect(plan.actions[1]?.reads.map(({ name, as, format }) => [name, as, format])).toEqual([
      ["odd", "file", "parquet"],
      ["rdd", "reference", undefined],
    ]);
  });

  test("a declaration that cannot be kept is told", () => {
    expect(
      told({ actions: { a: declared("cache"), b: { ...b, conf: { "spark.executor.memory": "4g" } } } }),
    ).toMatchInlineSnapshot(`
      [
        "warning AMA1614 maki.yml:9:5 a.odd is declared as cache, but must be written: b runs on another host (spark-2). (Declare it \`as: parquet\`, or let the plan decide.)",
      ]
    `);
  });

  test("a declaration of what is not defined is an error", () => {
    const publishes = [{ name: "ood", as: "file" as const, at: { file: "maki.yml", line: 9, column: 5 } }];
    expect(told({ actions: { a: { ...start, publishes } } })).toMatchInlineSnapshot(`
      [
        "error AMA1608 maki.yml:9:5 a defines no "ood" to publish. (Did you mean "odd"?)",
      ]
    `);
  });

  test("in 0.2 it was none, and what is not there was not kept", () => {
    const publishes = [{ name: "ood", as: "file" as const, at: { file: "maki.yml", line: 9, column: 5 } }];
    const fixture: Fixture = { generation: "0.2", actions: { a: { ...start, publishes } } };
    expect(told(fixture)).toEqual([
      `warning AMA1608 maki.yml:9:5 a defines no "ood" to publish. (Did you mean "odd"?)`,
    ]);
    expect(datasets(planned(fixture))).toEqual(["a.ood file parquet?: maki.yml asks for parquet"]);
  });

  test("what is not written says so", () => {
    const plan = planned({ actions: { a: start, b: { ...b, conf: { "spark.executor.memory": "4g" } } } });
    expect(plan.actions.map(({ notWritten }) => notWritten)).toEqual([["rdd"], ["x"]]);
  });

  test("a checkpoint is written", () => {
    const plan = planned({ actions: { a: random, b, c } });
    expect(plan.actions[0]?.notWritten).toEqual(["some"]);
  });
});

test("sources of datasets.yml are known, and appends to them write outside", () => {
  const at = { file: "env/test/datasets.yml", line: 2, column: 3 };
  const sources = [
    { name: "orders", kind: "file" as const, at, options: { uri: "data/orders", mode: "append" } },
    { name: "people", kind: "hive" as const, at, options: { database: "start", table: "odd" } },
  ];
  const use = (name: string): Fixture => ({
    environment: { sources },
    actions: { a: { source: `AmaContext.persistDataset("${name}", df)` } },
  });
  expect(told(use("order"))).toMatchInlineSnapshot(`
    [
      "error AMA1617 src/a.scala:1:27 The environment "test" has no source "order" in its datasets.yml. (Did you mean "orders"?)",
    ]
  `);
  expect(planned(use("orders")).actions[0]?.writesOutside).toBe(true);
  const sql = { source: 'spark.sql("select * from start.odd")' };
  expect(told({ environment: { sources }, actions: { start, b: sql } })).toMatchInlineSnapshot(`
    [
      "warning AMA1612 src/b.scala:1:11 "start.odd" means the dataset, which hides the table of that name. (The table is reached as spark_catalog.start.odd.)",
    ]
  `);
});

test("settings of one action in a shared session are told", () => {
  const actions = { a: { source: "", conf: { "spark.sql.ansi.enabled": "false" } } };
  expect(told({ session: "shared", actions })).toMatchInlineSnapshot(`
    [
      "warning AMA1621 maki.yml:1:1 a sets spark.sql.ansi.enabled, which then holds for the actions after it too, as they share one session. (Leave out \`session: shared\`, or set it for the whole job.)",
    ]
  `);
});

test("an unknown type is an error", () => {
  expect(told({ actions: { a: { source: "", type: "spark-scla" } } })).toMatchInlineSnapshot(`
    [
      "error AMA1620 maki.yml:1:1 No runner is known for a, which is of type "spark-scla". (Did you mean "spark-scala"?)",
    ]
  `);
});
