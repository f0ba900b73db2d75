import { afterAll, beforeAll, expect, it } from "vitest";
import { pythonForTests } from "../../../scripts/test/python-environment.ts";
import type { RunRequest } from "../../../src/protocol/messages/requests.ts";
import { RWorker } from "./r-worker.ts";

let host: RWorker;
beforeAll(async () => {
  host = await RWorker.startOnSpark(pythonForTests());
  const made = await host.run('val odd = spark.range(1, 10, 2).toDF("number")', {
    action: "first",
    type: "spark-scala",
    file: "src/first.scala",
    publish: reference("odd"),
  });
  if (made.ended.error !== undefined) throw new Error(made.ended.error.message);
}, 120_000);
afterAll(() => host.close());

const reference = (...names: string[]): RunRequest["publish"] => names.map((name) => ({ name, policy: "reference" }));
const odd: RunRequest["inputs"] = [{ action: "first", name: "odd", as: "reference" }];

it("reads, computes and publishes by reference", { timeout: 90_000 }, async () => {
  const attempt = await host.run(
    [
      'odd <- AmaContext$getDataFrame("first", "odd")',
      "odd$count()",
      'high <- odd$filter("number > 4")',
      'high$withColumn("more", odd$number * 2L - -odd$number)$filter(!(odd$number == 7 | 9L <= odd$number))$show()',
      "local <- as.data.frame(high)",
      "sum(local$number); dim(high); names(high); head(odd, 2)",
      "made <- data.frame(n = c(1L, NA), s = c('a', NA))",
      'spark$sql("select max(number) as m from first.odd")$first()$m',
      "sc$stop()",
      `tryCatch(collect(spark$sql("select interval '1' month as m")), error = function(e) cat(conditionMessage(e)))`,
    ].join("\n"),
    { inputs: odd, publish: reference("high", "made") },
  );
  expect(attempt.ended.error).toBeUndefined();
  const printed = attempt.printed();
  for (const text of [
    "[1] 5\n",
    "|     5|  15|",
    "[1] 21\n",
    "[1] 3 1\n",
    '[1] "number"\n',
    "1      1\n",
    "[1] 9\n",
    "sc.stop() does nothing",
    "the column m: the type interval month of Spark cannot be read here",
  ]) {
    expect(printed).toContain(text);
  }
  expect(attempt.finished[2]).toMatchObject({ name: "high", type: "DataFrame[number: bigint]" });
  expect(
    attempt.told.flatMap(({ method, params }) => (method === "published" ? [[params.name, params.as]] : [])),
  ).toEqual([
    ["high", "reference"],
    ["made", "reference"],
  ]);
  const next = await host.run('println(AmaContext.getDataFrame("start", "made").collect().mkString)', {
    action: "last",
    type: "spark-scala",
    file: "src/last.scala",
    inputs: [{ action: "start", name: "made", as: "reference" }],
  });
  expect(next.printed()).toBe("[1,a][null,null]\n");
});

it("tells Spark's errors by their classes, at the user's line", { timeout: 90_000 }, async () => {
  const { ended } = await host.run(
    'f <- function(frame) {\n  frame$select("nope")\n}\nf(get_dataframe("first", "odd"))',
    { inputs: odd },
  );
  expect(ended.error).toMatchObject({ type: "AnalysisException", line: 2, statement: 1, phase: "run" });
  expect(ended.error?.message).toMatch(/^\[UNRESOLVED_COLUMN.WITH_SUGGESTION\] A column/);
  expect(ended.error?.types).toEqual(
    expect.arrayContaining(["UNRESOLVED_COLUMN.WITH_SUGGESTION", "org.apache.spark.sql.AnalysisException"]),
  );
});

it("cancels a job of Spark, and goes on in the same worker", { timeout: 90_000 }, async () => {
  const long = "cat(Sys.getpid(), '')\nspark$range(0, 1e12, 1, 2L)$selectExpr('sum(id % 7)')$collect()\ncat('after')";
  const attempt = await host.begin(long);
  await host.until(attempt, () => attempt.printed().endsWith(" "));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await host.cancel(attempt, 20_000);
  expect(attempt.ended).toMatchObject({ status: "cancelled", clean: true });
  const next = await host.run("cat(Sys.getpid(), '')\nspark$range(3)$count()");
  expect(next.printed()).toBe(`${attempt.printed()}[1] 3\n`);
});

it("attaches again when R was killed", { timeout: 90_000 }, async () => {
  const killed = await host.run("tools::pskill(Sys.getpid(), tools::SIGKILL)\nSys.sleep(60)");
  expect(killed.ended.error).toMatchObject({ type: "ama.WorkerLost" });
  expect((await host.run("spark$range(3)$count()")).printed()).toBe("[1] 3\n");
});

it("keeps the temporary views of attempts apart", async () => {
  await host.run('spark$range(3)$createOrReplaceTempView("v")');
  expect((await host.run('spark$catalog$tableExists("v")')).printed()).toBe("[1] FALSE\n");
});

it("runs two actions at once, each in an R and a session of its own", { timeout: 90_000 }, async () => {
  const source = (name: string): string =>
    [
      `mine <- "${name}"`,
      `spark$range(${name.length})$createOrReplaceTempView("both")`,
      'invisible(spark$sql("set spark.sql.shuffle.partitions = 3"))',
      "Sys.sleep(1)",
      'cat(mine, spark$table("both")$count(), "")',
    ].join("\n");
  const [one, three] = await Promise.all([
    host.run(source("1"), { action: "one" }),
    host.run(source("333"), { action: "three" }),
  ]);
  expect([one.ended.error, three.ended.error]).toEqual([undefined, undefined]);
  expect([one.printed(), three.printed()]).toEqual(["1 1 ", "333 3 "]);
});
