import { expect, test } from "vitest";
import { errorActionOf, failure, publishes, Recording, render } from "./recorded-run.test-kit.ts";

const division = failure("java.lang.ArithmeticException", "/ by zero", { file: "src/step2.scala", line: 1 });

function failing(): Recording {
  const run = new Recording()
    .action("start", "val odd = 1\n", { publishes: [publishes("odd", ["step2"])] })
    .action("step2", "1/0\n")
    .action("step2/notify", "1\n", { role: errorActionOf("step2") })
    .action("last", "1\n")
    .created()
    .attempt("start")
    .add(9, {
      type: "published",
      attempt: "start#1",
      dataset: { name: "odd", kind: "dataframe", as: "file", format: "parquet", bytes: 1_234_567 },
    })
    .ended(500, "start#1", "succeeded")
    .attempt("step2")
    .begin("step2#1", 1)
    .ended(30, "step2#1", "failed", division)
    .retry("step2", 1000)
    .attempt("step2", 2, "retry")
    .ended(30, "step2#2", "failed", division)
    .add(0, { type: "action.failed", action: "step2", attempts: 2, error: division, errorAction: "step2/notify" })
    .attempt("step2/notify")
    .ended(90_000, "step2/notify#1", "succeeded");
  return run
    .add(0, { type: "action.skipped", action: "last", because: { is: "failed", action: "step2" } })
    .add(0, { type: "run.ended", status: "failed", reason: "step2 failed" });
}

test("in a file: starts, ends, retries, a heartbeat and the error", () => {
  expect(render("execution", failing()).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c                               run 41

    ▸ start
    ✔ start                0.5 s  odd → step2, as parquet (1.2 MB)
    ▸ step2
    ✖ step2                31 ms  java.lang.ArithmeticException: / by zero (src/step2.scala:1)
      step2                       retry 1 of 3 in 1 s
    ▸ step2                       retry 1 of 3
    ✖ step2                30 ms  failed, after 2 attempts
      ✖ java.lang.ArithmeticException: / by zero
          src/step2.scala:1
          1 │ 1/0
            │ ^^^
    ▸ step2/notify                step2 failed 2 times
    … running: step2/notify, 1 min
    ✔ step2/notify    1 min 30 s
    - last                        skipped: step2 failed

    ✖ failed in 1 min 32 s · step2 failed 2 times, its error action succeeded · 1 skipped
      logs: ama logs 41 step2 · continue: ama run --resume 41"
  `);
});

test("on a terminal what runs is in the live line", () => {
  const { text, live } = render("execution", failing(), { columns: 76, terminal: true, stepMs: 500 });
  expect(text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2] · error-handling @ 3f2a91c           run 41

    ✔ start                0.5 s  odd → step2, as parquet (1.2 MB)
    ✖ step2                31 ms  java.lang.ArithmeticException: / by zero (src…
      step2                       retry 1 of 3 in 1 s
    ✖ step2                30 ms  failed, after 2 attempts
      ✖ java.lang.ArithmeticException: / by zero
          src/step2.scala:1
          1 │ 1/0
            │ ^^^
    ✔ step2/notify    1 min 30 s  step2 failed 2 times
    - last                        skipped: step2 failed

    ✖ failed in 1 min 32 s · step2 failed 2 times, its error action succeeded
      1 skipped
      logs: ama logs 41 step2 · continue: ama run --resume 41"
  `);
  expect([...new Set(live.map((line) => line.slice(2)))].slice(0, 8)).toMatchInlineSnapshot(`
    [
      "start  preparing  0 s",
      "step2  preparing  0 s",
      "step2  line 1  0 s",
      "step2: next try in 1 s",
      "step2: next try in 0 s",
      "step2/notify  preparing  0 s",
      "step2/notify  preparing  1 s",
      "step2/notify  preparing  2 s",
    ]
  `);
});

test("on a narrow terminal", () => {
  expect(render("execution", failing(), { columns: 40, terminal: true }).text).toMatchInlineSnapshot(`
    "amaterasu-test · test · local[2]
      error-handling @ 3f2a91c
      run 41

    ✔ start                0.5 s  odd → ste…
    ✖ step2                31 ms  java.lang…
      step2                       retry 1 o…
    ✖ step2                30 ms  failed, a…
      ✖ java.lang.ArithmeticException: / by
        zero
          src/step2.scala:1
          1 │ 1/0
            │ ^^^
    ✔ step2/notify    1 min 30 s  step2 fai…
    - last                        skipped:…

    ✖ failed in 1 min 32 s
      step2 failed 2 times, its error action succeeded
      1 skipped
      logs: ama logs 41 step2
      continue: ama run --resume 41"
  `);
});

test("none says nothing of a success, and one line of a failure", () => {
  const good = new Recording().action("a", "1\n").created().attempt("a").ended(1, "a#1", "succeeded");
  good.add(1, { type: "run.ended", status: "succeeded", reason: "" });
  expect(render("none", good)).toMatchObject({ text: "", stderr: "" });
  const bad = render("none", failing(), { terminal: true });
  expect(bad.text).toBe("");
  expect(bad.stderr).toMatchInlineSnapshot(`
    "ama: amaterasu-test failed: step2: java.lang.ArithmeticException: / by zero (src/step2.scala:1) · ama logs 41
    "
  `);
});

test("json is one event a line, without rows of data unless they are asked for", () => {
  const run = new Recording().action("a", "1\n").created().attempt("a");
  run.statement("a#1", [1, 1], 1, { name: "rows", value: "secret row", data: true }).ended(1, "a#1", "succeeded");
  const { text } = render("json", run);
  expect(text.split("\n").map((line) => JSON.parse(line).type)).toEqual(run.events.map((event) => event.type));
  expect(text).not.toContain("secret row");
  expect(render("json", run, { showData: true }).text).toContain("secret row");
});
