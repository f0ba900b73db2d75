import { afterAll, beforeAll, expect, it } from "vitest";
import { RWorker } from "./r-worker.ts";

let worker: RWorker;
beforeAll(async () => {
  worker = await RWorker.start();
});
afterAll(() => worker.close());

it("tells each statement with its lines, and runs nothing of a source that does not parse", async () => {
  const { told, ended } = await worker.run('cat("ran\\n")\n\nf <- function(x) {\n  x\n}; y <- f(2)\n');
  const lines = told.flatMap(({ method, params }) =>
    method === "statement.started" ? [[params.index, params.line, params.endLine]] : [],
  );
  expect(lines).toEqual([
    [0, 1, 1],
    [1, 3, 5],
    [2, 5, 5],
  ]);
  expect(ended.status).toBe("succeeded");

  const broken = await worker.run('cat("ran\\n")\ny <- foo bar\n', { firstLine: 5 });
  expect(broken.printed()).toBe("");
  expect(broken.ended.error).toMatchObject({
    type: "SyntaxError",
    phase: "compile",
    file: "src/start.R",
    line: 6,
    column: 10,
    message: "unexpected symbol",
  });
});

it("finds the line of a problem that R's parser gives none for", async () => {
  const { ended } = await worker.run("a <- 1\nb <- 2\nx <- '\\q'\nd <- 3\n");
  expect(ended.error).toMatchObject({ phase: "compile", line: 3 });
});

it("prints visible values as Rscript does, and tells of those that are assigned", async () => {
  const attempt = await worker.run(
    [
      "1 + 1",
      "invisible(3)",
      "x <- c(a = 1, b = 2)",
      "x",
      'd <- data.frame(n = 1:2, "a b" = c("u", NA), check.names = FALSE)',
      "f <- function(a, b = 2) a",
      'name = "text"',
      "x[1] <- 5",
    ].join("\n"),
  );
  expect(attempt.printed()).toBe("[1] 2\na b \n1 2 \n");
  expect(attempt.finished.map(({ name, type, value }) => [name, type, value]).filter(([name]) => name)).toEqual([
    ["x", "numeric", "1, 2"],
    ["d", "data.frame [n: integer, a b: character]", "2 rows"],
    ["f", "function (a, b = 2)", undefined],
    ["name", "character", "text"],
  ]);
});

it("tells the length of a vector in place of its data", async () => {
  const { finished } = await worker.run("x <- 1:100", { options: { session: "own", showData: false } });
  expect(finished[0]).toMatchObject({ name: "x", type: "integer", value: "100 elements" });
});

it("gives the action env, AmaContext, its arguments and its environment variables", async () => {
  const attempt = await worker.run(
    [
      'cat(env$configuration[["err-msg"]], sum(env$configuration$limits), env$params$top, env$outputRootPath, "\\n")',
      'cat(AmaContext$env$name, ama_context$failure$message, commandArgs(TRUE), Sys.getenv("COLOUR"), "\\n")',
    ].join("\n"),
    {
      args: ["--date", "today"],
      envVars: { COLOUR: "red" },
      failure: { action: "before", type: "x", message: "it broke", attempts: 1 },
    },
  );
  expect(attempt.printed()).toBe("bad 3 10 /out \ntest it broke --date today red \n");
});

it("begins every attempt afresh", async () => {
  await worker.run(
    [
      "x <- 1; .hidden <- 2",
      "library(stats4)",
      "options(digits = 3, mine = TRUE)",
      'Sys.setenv(MINE = "1")',
      'setwd("/")',
      'setClass("P", representation(a = "numeric"))',
      "sink(tempfile())",
      "attach(list(z = 1))",
      "set.seed(1, kind = 'Marsaglia')",
    ].join("\n"),
  );
  const next = await worker.run(
    [
      "cat(length(ls(all.names = TRUE)), isClass('P'), exists('z'), 'package:stats4' %in% search())",
      "cat('', getOption('digits'), is.null(getOption('mine')), Sys.getenv('MINE'), getwd() == '/', RNGkind()[[1]])",
    ].join("\n"),
  );
  expect(next.printed()).toBe("0 FALSE FALSE FALSE 7 TRUE  FALSE Mersenne-Twister");
});
