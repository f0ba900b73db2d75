import { expect, test } from "vitest";
import { errorActionOf, failure, publishes, Recording, render } from "./recorded-run.test-kit.ts";

const start = `val data = 1 to 1000

// a comment
val rdd = sc.parallelize(data)

val odd = rdd.filter(n => n%2 != 0).toDF("number")
`;
const division = failure("java.lang.ArithmeticException", "/ by zero", { file: "src/step2.scala", line: 1, column: 2 });

function announced(): Recording {
  const run = new Recording()
    .action("start", start, { publishes: [publishes("odd", ["step2"])] })
    .action("step2", "1/0\n")
    .action(
      "step2/notify",
      'import slack._\nval s = slack()\ns.chat.postMessage("#demos", env.configuration("err-msg"))\n',
      {
        role: errorActionOf("step2"),
      },
    )
    .created()
    .add(0, { type: "host.requested", host: "spark-1", planned: "spark-1" })
    .add(3000, { type: "host.ready", host: "spark-1", runner: "scala", version: "1" })
    .attempt("start")
    .statement("start#1", [1, 1], 2, {
      name: "data",
      valueType: "scala.collection.immutable.Range.Inclusive",
      value: "Range 1 to 1000",
    })
    .statement("start#1", [4, 4], 41, {
      name: "rdd",
      valueType: "org.apache.spark.rdd.RDD[Int]",
      value: "ParallelCollectionRDD[0]",
    })
    .statement("start#1", [6, 6], 380, {
      name: "odd",
      valueType: "org.apache.spark.sql.DataFrame",
      value: "[number: int]",
    })
    .add(10, { type: "published", attempt: "start#1", dataset: { name: "odd", kind: "dataframe", as: "reference" } })
    .ended(60, "start#1", "succeeded");
  for (const number of [1, 2, 3, 4]) {
    run
      .attempt("step2", number, number === 1 ? "first" : "retry")
      .begin(`step2#${number}`, 1)
      .ended(30, `step2#${number}`, "failed", division);
    if (number < 4) run.retry("step2", 1000 * 2 ** (number - 1));
  }
  return run
    .add(0, { type: "action.failed", action: "step2", attempts: 4, error: division, errorAction: "step2/notify" })
    .attempt("step2/notify")
    .statement("step2/notify#1", [2, 2], 12, { name: "s", valueType: "slack.Client" })
    .statement("step2/notify#1", [3, 3], 212)
    .ended(40, "step2/notify#1", "succeeded")
    .add(0, { type: "action.handled", action: "step2", by: "step2/notify", flow: "stops" })
    .add(0, { type: "run.ended", status: "failed", reason: "step2 failed" });
}

test("the announcement's job, in a file", () => {
  expect(render("code", announced()).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c                               run 41

    ▸ start   spark-scala  start.scala
        1  val data = 1 to 1000                                data: Range.Inclusive            2 ms
        4  val rdd = sc.parallelize(data)                      rdd: RDD[Int]                   41 ms
        6  val odd = rdd.filter(n => n%2 != 0).toDF("number")  odd: DataFrame [number: int]   380 ms
      ✔ 0.5 s · odd → step2, by reference

    ▸ step2   spark-scala  step2.scala
        1  1/0
      ✖ java.lang.ArithmeticException: / by zero
          src/step2.scala:1:2
          1 │ 1/0
            │  ^
        retry 1 of 3 in 1 s

    ▸ step2   spark-scala  step2.scala   (retry 1 of 3)
        1  1/0
      ✖ java.lang.ArithmeticException: / by zero  (the same again)
        retry 2 of 3 in 2 s

    ▸ step2   spark-scala  step2.scala   (retry 2 of 3)
        1  1/0
      ✖ java.lang.ArithmeticException: / by zero  (the same again)
        retry 3 of 3 in 4 s

    ▸ step2   spark-scala  step2.scala   (retry 3 of 3)
        1  1/0
      ✖ java.lang.ArithmeticException: / by zero  (the same again)

    ▸ step2/notify   spark-scala  step2-notify.scala   (step2 failed 4 times)
        2  val s = slack()                                     s: Client                       12 ms
        3  s.chat.postMessage("#demos", env.configuration("err-msg"))                         212 ms
      ✔ 0.3 s

    ✖ failed in 11 s · step2 failed 4 times, its error action succeeded
      logs: ama logs 41 step2 · continue: ama run --resume 41"
  `);
});

test("the same on a narrow terminal", () => {
  expect(render("code", announced(), { columns: 60, terminal: true }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c
      run 41

    ▸ start   spark-scala  start.scala
        1  val data = 1 to 1000                             2 ms
        4  val rdd = sc.parallelize(data)                  41 ms
        6  val odd = rdd.filter(n => n%2 != 0).toDF("n…   380 ms
      ✔ 0.5 s · odd → step2, by reference

    ▸ step2   spark-scala  step2.scala
        1  1/0
      ✖ java.lang.ArithmeticException: / by zero
          src/step2.scala:1:2
          1 │ 1/0
            │  ^
        retry 1 of 3 in 1 s

    ▸ step2   spark-scala  step2.scala   (retry 1 of 3)
        1  1/0
      ✖ java.lang.ArithmeticException: / by z…  (the same again)
        retry 2 of 3 in 2 s

    ▸ step2   spark-scala  step2.scala   (retry 2 of 3)
        1  1/0
      ✖ java.lang.ArithmeticException: / by z…  (the same again)
        retry 3 of 3 in 4 s

    ▸ step2   spark-scala  step2.scala   (retry 3 of 3)
        1  1/0
      ✖ java.lang.ArithmeticException: / by z…  (the same again)

    ▸ step2/notify   (step2 failed 4 times)
        2  val s = slack()                                 12 ms
        3  s.chat.postMessage("#demos", env.configurat…   212 ms
      ✔ 0.3 s

    ✖ failed in 11 s
      step2 failed 4 times, its error action succeeded
      logs: ama logs 41 step2 · continue: ama run --resume 41"
  `);
  expect(render("code", announced(), { columns: 40, terminal: true }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2]
      error-handling @ 3f2a91c
      run 41

    ▸ start   spark-scala  start.scala
        1  val data = 1 to 1000         2 ms
        4  val rdd = sc.paralleliz…    41 ms
        6  val odd = rdd.filter(n…    380 ms
      ✔ 0.5 s · odd → step2, by reference

    ▸ step2   spark-scala  step2.scala
        1  1/0
      ✖ java.lang.ArithmeticException: / by
        zero
          src/step2.scala:1:2
          1 │ 1/0
            │  ^
        retry 1 of 3 in 1 s

    ▸ step2   (retry 1 of 3)
        1  1/0
      ✖ java.lang.Arithme…  (the same again)
        retry 2 of 3 in 2 s

    ▸ step2   (retry 2 of 3)
        1  1/0
      ✖ java.lang.Arithme…  (the same again)
        retry 3 of 3 in 4 s

    ▸ step2   (retry 3 of 3)
        1  1/0
      ✖ java.lang.Arithme…  (the same again)

    ▸ step2/notify   (step2 failed 4 times)
        2  val s = slack()             12 ms
        3  s.chat.postMessage("#de…   212 ms
      ✔ 0.3 s

    ✖ failed in 11 s
      step2 failed 4 times, its error action succeeded
      logs: ama logs 41 step2
      continue: ama run --resume 41"
  `);
});

test("no line is wider than the terminal", () => {
  for (let columns = 60; columns < 160; columns++) {
    const { text, live } = render("code", announced(), { columns, terminal: true });
    for (const line of [...text.split("\n"), ...live])
      expect(line.length, `${columns}: ${line}`).toBeLessThanOrEqual(columns);
  }
});

/** Two actions at once: lines never mix, a short one that ends comes between, and what is held back is shown later. */
function parallel(): Recording {
  const run = new Recording()
    .action("long", "val a = 1\nval b = 2\nval c = 3\n")
    .action("short", "val x = 1\n")
    .action("after", "val y = 1\n");
  const value = (name: string) => ({ name, valueType: "Int", value: "1" });
  return run
    .created()
    .attempt("long")
    .attempt("short")
    .statement("long#1", [1, 1], 2000, value("a"))
    .statement("short#1", [1, 1], 5, value("x"))
    .ended(0, "short#1", "succeeded")
    .attempt("after")
    .begin("after#1", 1)
    .statement("long#1", [2, 2], 100, value("b"))
    .add(1, { type: "statement.finished", attempt: "after#1", index: 9, ms: 120, ...value("y") })
    .statement("long#1", [3, 3], 100, value("c"))
    .ended(10, "long#1", "succeeded")
    .ended(700, "after#1", "succeeded")
    .add(5, { type: "run.ended", status: "succeeded", reason: "" });
}

test("actions that run at once", () => {
  const { text, live } = render("code", parallel(), { columns: 80, terminal: true, stepMs: 500 });
  expect(text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c               run 41

    ▸ long   spark-scala  long.scala
        1  val a = 1                                a: Int = 1                 2.0 s

    ▸ short   spark-scala  short.scala
        1  val x = 1                                x: Int = 1                  5 ms
      ✔ 2.0 s

    ▸ long   spark-scala  long.scala   (goes on)
        2  val b = 2                                b: Int = 1                100 ms
        3  val c = 3                                c: Int = 1                100 ms
      ✔ 2.2 s

    ▸ after   spark-scala  after.scala
        1  val y = 1                                y: Int = 1                120 ms
      ✔ 0.9 s

    ✔ succeeded in 2.9 s · 3 actions"
  `);
  expect(live.find((line) => line.includes("short"))).toMatchInlineSnapshot(`"⠙ long · short"`);
});
