import { expect, test } from "vitest";
import { type Fixture, planned } from "./plan-fixture.ts";
import { renderMermaid } from "./render-mermaid.ts";
import { renderPlan } from "./render-text.ts";

const start = { source: 'val data = 1 to 9\nval rdd = sc.parallelize(data)\nval odd = rdd.toDF("n")' };
const step2 = {
  source: 'val high = AmaContext.getDataFrame("start", "odd")\nval r = AmaContext.getRDD[Int]("start", "rdd")',
  error: { name: "notify", source: "" },
};
const big = {
  source: 'AmaContext.getDataFrame("step2", "high")',
  conf: { "spark.executor.memory": "4g" },
  after: ["start"],
};

test("a plan for people", () => {
  expect(renderPlan(planned({ actions: { start, step2, big }, finally: { source: "" } }))).toMatchInlineSnapshot(`
    "job · test

    action          type         host     executions  after
    ──────────────  ───────────  ───────  ──────────  ──────────────────────────────────
    start           spark-scala  spark-1  at most 4
    step2           spark-scala  spark-1  at most 4   start (reads odd, rdd)
      step2/notify  spark-scala  spark-1  at most 4   step2 has failed
    big             spark-scala  spark-2  at most 4   start (after:), step2 (reads high)
    finally         spark-scala  spark-1  at most 4   all others, in any case

    dataset     how                 why                                 defined at
    ──────────  ──────────────────  ──────────────────────────────────  ─────────────────
    start.odd   by reference        read by step2 on the same host      src/start.scala:3
    start.rdd   by reference        read by step2 on the same host      src/start.scala:2
    step2.high  written as parquet  big runs on another host (spark-2)  src/step2.scala:1

    Not written, compared to persisting everything: start.rdd, start.odd, step2.r

    host spark-1: Spark on local[2]
      spark.sql.catalogImplementation = in-memory
      spark.ui.enabled = false
    host spark-2: Spark on local[2], as big differs in spark.executor.memory (4g, not unset)
      spark.executor.memory = 4g
      spark.sql.catalogImplementation = in-memory
      spark.ui.enabled = false
    "
  `);
});

test("with only one host there is no column for it", () => {
  expect(renderPlan(planned({ actions: { start, step2: { source: "" }, jar: {} } }))).toMatchInlineSnapshot(`
    "job · test

    action  type         executions  after
    ──────  ───────────  ──────────  ──────────────────────────────────
    start   spark-scala  at most 4
    step2   spark-scala  at most 4   start
    jar     spark-jar    at most 4   step2; may read anything before it

    dataset    how           why              defined at
    ─────────  ────────────  ───────────────  ─────────────────
    start.rdd  by reference  jar may read it  src/start.scala:2
    start.odd  by reference  jar may read it  src/start.scala:3

    Not written, compared to persisting everything: start.rdd, start.odd

    host spark-1: Spark on local[2]
      spark.sql.catalogImplementation = in-memory
      spark.ui.enabled = false
    "
  `);
});

test("what is left out and what is reused", () => {
  const datasets = [{ name: "odd", kind: "dataframe", as: "file" as const, path: "/w/odd", format: "parquet" }];
  const inputs = { run: "41", actions: { start: { fingerprint: "", datasets } } };
  const reader = { source: 'AmaContext.getDataFrame("start", "odd")' };
  const fixture: Fixture = {
    actions: { start, step2: reader, last: { source: "" } },
    selection: { is: "only", actions: ["step2"], inputs },
  };
  expect(renderPlan(planned(fixture))).toMatchInlineSnapshot(`
    "job · test

    action  type         executions                                 after
    ──────  ───────────  ─────────────────────────────────────────  ─────────────────
    start   spark-scala  reused: what it made is taken from run 41
    step2   spark-scala  at most 4: it was chosen                   start (reads odd)
    last    spark-scala  left out: it was not chosen                step2

    dataset    how             why
    ─────────  ──────────────  ─────────────────────────────────
    start.odd  file of run 41  what it made is taken from run 41

    host spark-1: Spark on local[2]
      spark.sql.catalogImplementation = in-memory
      spark.ui.enabled = false
    "
  `);
});

test("a flowchart", () => {
  expect(renderMermaid(planned({ actions: { start, step2, big }, error: { source: "" } }))).toMatchInlineSnapshot(`
    "flowchart TD
      a0["start<br/><small>spark-scala</small>"]
      a1["step2<br/><small>spark-scala</small>"]
      a2(["step2/notify<br/><small>spark-scala</small>"])
      a3["big<br/><small>spark-scala</small>"]
      a4(["error<br/><small>spark-scala</small>"])
      a0 -->|"odd, rdd"| a1
      a1 -. failed .-> a2
      a0 --> a3
      a1 -->|"high"| a3
    "
  `);
});

test("names that mean something in a flowchart are only names there", () => {
  expect(renderMermaid(planned({ actions: { 'a "<b>" & c': { source: "" } } }))).toContain(
    '["a &quot;&lt;b&gt;&quot; &amp; c<br/>',
  );
});
