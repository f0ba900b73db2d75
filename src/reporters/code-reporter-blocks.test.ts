import { expect, test } from "vitest";
import { failure, Recording, render } from "./recorded-run.test-kit.ts";

test("the live line tells the statement, Spark's progress and the time", () => {
  const run = new Recording()
    .action("a", 'val counted = big.groupBy($"country").count().collect()\n')
    .created()
    .add(0, { type: "host.requested", host: "spark-1", planned: "spark-1" });
  run.add(2500, { type: "host.ready", host: "spark-1", runner: "scala", version: "1" }).attempt("a").begin("a#1", 1);
  for (const done of [0, 13, 200])
    run.add(2000, { type: "progress", attempt: "a#1", label: "count", done, total: 200, unit: "tasks" });
  run.add(61_000, { type: "statement.finished", attempt: "a#1", index: 1, ms: 67_000 });
  const { live, written } = render("code", run, { columns: 80, terminal: true, stepMs: 2000 });
  expect([...new Set(live.map((line) => line.slice(2)))].slice(0, 12)).toMatchInlineSnapshot(`
    [
      "starting Spark on local[2] · 2 s",
      "a  preparing  0 s",
      "a  val counted = big.groupBy($"country").count().collect()  2 s",
      "a  val counted = big.groupBy($"country")…  ────────────────  0/200 tasks  4 s",
      "a  val counted = big.groupBy($"country"…  ━───────────────  13/200 tasks  6 s",
      "a  val counted = big.groupBy($"country…  ━━━━━━━━━━━━━━━━  200/200 tasks  8 s",
      "a  val counted = big.groupBy($"countr…  ━━━━━━━━━━━━━━━━  200/200 tasks  10 s",
      "a  val counted = big.groupBy($"countr…  ━━━━━━━━━━━━━━━━  200/200 tasks  12 s",
      "a  val counted = big.groupBy($"countr…  ━━━━━━━━━━━━━━━━  200/200 tasks  14 s",
      "a  val counted = big.groupBy($"countr…  ━━━━━━━━━━━━━━━━  200/200 tasks  16 s",
      "a  val counted = big.groupBy($"countr…  ━━━━━━━━━━━━━━━━  200/200 tasks  18 s",
      "a  val counted = big.groupBy($"countr…  ━━━━━━━━━━━━━━━━  200/200 tasks  20 s",
    ]
  `);
  // One write for each redraw, and nothing is erased but the line itself.
  expect(written.every((text) => !text.slice(1).includes("\r"))).toBe(true);
  expect(render("code", run, { columns: 50, terminal: true, stepMs: 2000 }).live.at(-2)).toMatchInlineSnapshot(
    `"⠧ a  val counted = big…  200/200 tasks  1 min 7 s"`,
  );
});

test("a minute without a line gives a heartbeat where nothing lives on screen", () => {
  const run = new Recording().action("a", "val counted = 1\n").created().attempt("a").begin("a#1", 1);
  run.add(70_000, { type: "progress", attempt: "a#1", label: "count", done: 13, total: 200, unit: "tasks" });
  run.add(60_000, { type: "statement.finished", attempt: "a#1", index: 1, ms: 67_000 }).ended(1, "a#1", "succeeded");
  expect(render("code", run, { columns: 80 }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c               run 41

    ▸ a   spark-scala  a.scala
    … running: a, line 1, 1 min
    … running: a, line 1, 13/200 tasks, 2 min
        1  val counted = 1                                                 1 min 7 s
      ✔ 2 min 10 s"
  `);
});

test("what an action prints stands below its statement, bounded", () => {
  const run = new Recording()
    .action("a", 'println("hello")\nfor (i <- 1 to 9000000) println(i)\nval x = 1\n')
    .created()
    .attempt("a");
  run
    .begin("a#1", 1)
    .prints(5, "a#1", "hello\tworld \u001b[31mred\u001b[0m\n")
    .add(1, { type: "statement.finished", attempt: "a#1", index: 1, ms: 6 });
  run.begin("a#1", 2);
  for (let i = 0; i < 40; i++)
    run.prints(100, "a#1", Array.from({ length: 100 }, (_, n) => `${i * 100 + n}\n`).join(""));
  run.prints(1, "a#1", "no end of line").add(1, { type: "statement.finished", attempt: "a#1", index: 2, ms: 4002 });
  run
    .statement("a#1", [3, 3], 1, { name: "x", valueType: "Int", value: "1" })
    .prints(1, "a#1", "late\n", "stderr")
    .ended(1, "a#1", "succeeded");
  expect(render("code", run, { columns: 80, terminal: true }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c               run 41

    ▸ a   spark-scala  a.scala
        1  println("hello")                                                     6 ms
           │ hello   world red
        2  for (i <- 1 to 9000000) println(i)
           │ 0
           │ 1
           │ 2
           │ 3
           │ 4
           │ 5
           │ 6
           │ 7
           │ 8
           │ 9
           │ 10
           │ 11
           │ 12
           │ 13
           │ 14
           │ 15
           │ 16
           │ 17
           │ 18
           │ 19
           │ … 18.8 kB more in the log
           │ 3996
           │ 3997
           │ 3998
           │ 3999
           │ no end of line
                                                                               4.0 s
        3  val x = 1                                x: Int = 1                  1 ms
           │ late
      ✔ 4.0 s"
  `);
});

test("rows of data are shown on a terminal, and elsewhere only when asked for", () => {
  const run = new Recording().action("a", "odd.limit(2)\n").created().attempt("a");
  run.statement("a#1", [1, 1], 1, { name: "l", valueType: "List[Int]", value: "List(1)", data: true });
  run
    .statement("a#1", [1, 1], 90, {
      name: "res0",
      valueType: "DataFrame",
      value: "number\n------\n     1\n     3\n",
      data: true,
    })
    .ended(1, "a#1", "succeeded");
  const shown = render("code", run, { columns: 80, terminal: true }).text;
  expect(shown).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c               run 41

    ▸ a   spark-scala  a.scala
        1  odd.limit(2)                             l: List[Int] = List(1)      1 ms
        1  odd.limit(2)                             res0: DataFrame            90 ms
           │ number
           │ ------
           │      1
           │      3
      ✔ 94 ms"
  `);
  expect(render("code", run, { columns: 80, showData: true }).text).toBe(shown);
  expect(render("code", run, { columns: 80 }).text).not.toContain("------");
});

test("errors: nested causes, called places, several compile errors, long messages", () => {
  const source =
    'val a = 1\n\tval b: Int = "x" + undefinedName // 漢字\nval c = read("x")\ndef read(path: String) = spark.read.parquet(path)\n';
  const file = "src/a.scala";
  const run = new Recording().action("a", source).created();
  const compile = failure("scala.CompileError", "type mismatch;\n found   : String\n required: Int", {
    phase: "compile",
    file,
    line: 2,
    column: 19,
    hint: "deps/jars.yml names the jars.",
  });
  run.attempt("a").ended(5, "a#1", "failed", {
    ...compile,
    all: [
      failure("scala.CompileError", "not found: value undefinedName", {
        phase: "compile",
        file,
        line: 2,
        column: 21,
      }),
    ],
  });
  const cause = failure("java.io.FileNotFoundException", "no such file\nat all", { file, line: 4 });
  const thrown = failure(
    "org.apache.spark.sql.AnalysisException",
    `[PATH_NOT_FOUND] Path does not exist: file:/data/${"x".repeat(60)} in the storage that was asked. ${"More of it. ".repeat(12)}`,
    {
      file,
      line: 4,
      cause,
      definedAt: "start.scala:6",
      stack: [
        { function: "read", file, line: 4, origin: "user" },
        { function: "main", file, line: 3, origin: "user" },
        { function: "load", file: "DataFrameReader.scala", line: 300, origin: "library" },
      ],
    },
  );
  run.attempt("a", 2, "retry").begin("a#2", 3).ended(50, "a#2", "failed", thrown);
  run
    .add(0, { type: "action.failed", action: "a", attempts: 2, error: thrown })
    .add(0, { type: "action.skipped", action: "b", because: { is: "failed", action: "a" } });
  run.add(1, { type: "run.ended", status: "failed", reason: "a failed" });
  expect(render("code", run, { columns: 80 }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c               run 41

    ▸ a   spark-scala  a.scala
      ✖ type mismatch;
         found   : String
         required: Int
          src/a.scala:2:19
          2 │     val b: Int = "x" + undefinedName // 漢字
            │                      ^
        not found: value undefinedName
          src/a.scala:2:21
          2 │     val b: Int = "x" + undefinedName // 漢字
            │                        ^
        hint: deps/jars.yml names the jars.

    ▸ a   spark-scala  a.scala   (retry 1 of 3)
        3  val c = read("x")
      ✖ org.apache.spark.sql.AnalysisException: [PATH_NOT_FOUND] Path does not
        exist: file:/data/xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
        xx in the storage that was asked. More of it. More of it. More of it. More
        of it. More of it. More of it. More of it. More of it. More of it. More of
        it. More of it. More of it.
          src/a.scala:4
          4 │ def read(path: String) = spark.read.parquet(path)
            │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
          called from src/a.scala:3
        caused by java.io.FileNotFoundException: no such file (src/a.scala:4)
        its dataset was defined at start.scala:6

    - b  skipped: a failed

    ✖ failed in 57 ms · a failed 2 times · 1 skipped
      logs: ama logs 41 a · continue: ama run --resume 41"
  `);
});

test("lost hosts, hosts that do not start, cancels and reuse", () => {
  const run = new Recording().action("a", "1\n").action("b", "2\n").action("c", "3\n").created();
  run.add(0, { type: "action.reused", action: "c", run: "40", datasets: [] }).attempt("a").begin("a#1", 1);
  run.add(10, { type: "host.lost", host: "spark-1", reason: "killed by signal 9 (SIGKILL)" }).ended(0, "a#1", "lost");
  run
    .attempt("a", 2, "lost")
    .begin("a#2", 1)
    .add(5, { type: "cancel.requested", by: "signal", reason: "Ctrl-C", graceMs: 5000 });
  run.add(900, { type: "attempt.ended", attempt: "a#2", status: "cancelled", clean: false, left: ["thread pool-1"] });
  run.add(0, {
    type: "host.failed",
    host: "spark-2",
    error: failure("ama.HostStart", "no Java 17 or later was found", { phase: "start", hint: "Run `ama setup`." }),
  });
  run
    .add(0, { type: "action.skipped", action: "b", because: { is: "cancelled" } })
    .add(1, { type: "run.ended", status: "cancelled", reason: "Ctrl-C" });
  expect(render("code", run, { columns: 80, terminal: true, stepMs: 300 }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c               run 41

    ✔ c  reused from run 40

    ▸ a   spark-scala  a.scala

    ! spark-1 was lost: killed by signal 9 (SIGKILL)

    ▸ a   spark-scala  a.scala   (goes on)
        1  1
      ! lost after 11 ms: its host is gone

    ▸ a   spark-scala  a.scala   (again, as its host was lost)

    ■ cancelling: Ctrl-C

    ▸ a   spark-scala  a.scala   (goes on)
        1  1
      ■ cancelled after 0.9 s; still running: thread pool-1

    ! spark-2 could not be started
      ✖ ama.HostStart: no Java 17 or later was found
        hint: Run \`ama setup\`.

    - b  skipped: cancelled

    ■ cancelled after 0.9 s · Ctrl-C · 1 reused
      logs: ama logs 41 · continue: ama run --resume 41"
  `);
});

test("wide characters and colours keep the columns", () => {
  const run = new Recording().action("読む", 'val 都市 = "東京"\nval plain = "Tokyo"\n').created().attempt("読む");
  run.statement("読む#1", [1, 1], 3, { name: "都市", valueType: "String", value: "東京" });
  run
    .statement("読む#1", [2, 2], 3, { name: "plain", valueType: "String", value: "Tokyo" })
    .ended(3, "読む#1", "succeeded");
  expect(render("code", run, { columns: 80 }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c               run 41

    ▸ 読む   spark-scala  読む.scala
        1  val 都市 = "東京"                        都市: String = 東京         3 ms
        2  val plain = "Tokyo"                      plain: String = Tokyo       3 ms
      ✔ 11 ms"
  `);
  expect(render("code", run, { columns: 80, colour: true }).text).toMatchInlineSnapshot(`
    "[1mamaterasu-test[0m · test · local[2] · error-handling @ 3f2a91c               [2mrun 41[0m

    [36m▸[0m [1m読む[0m[2m   spark-scala  読む.scala[0m
    [2m    1[0m  val 都市 = "東京"                        [36m都市: String = 東京    [0m[2m     3 ms[0m
    [2m    2[0m  val plain = "Tokyo"                      [36mplain: String = Tokyo  [0m[2m     3 ms[0m
      [32m✔[0m 11 ms"
  `);
});

test("a figure is told with the place where it lies", () => {
  const run = new Recording()
    .action("plot", "draw()\n")
    .created()
    .attempt("plot")
    .begin("plot#1", 1)
    .add(5, {
      type: "artifact",
      attempt: "plot#1",
      name: "figure-1.png",
      path: "runs/1/artifacts/plot/figure-1.png",
      mime: "image/png",
      bytes: 12_345,
      statement: 0,
    })
    .ended(20, "plot#1", "succeeded");
  expect(render("code", run).text).toContain("▪ runs/1/artifacts/plot/figure-1.png (12.3 kB)\n");
});
