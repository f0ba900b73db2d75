import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RWorker } from "./r-worker.ts";

let worker: RWorker;
beforeAll(async () => {
  worker = await RWorker.start();
});
afterAll(() => worker.close());

it("tells where stop() was called, and by whom", async () => {
  const { ended } = await worker.run(
    'f <- function(x) {\n  y <- x\n  g(y)\n}\ng <- function(x) {\n  stop("boom ", x)\n}\nf(7)\n',
  );
  expect(ended).toMatchObject({
    status: "failed",
    error: { type: "simpleError", types: ["error", "condition"], phase: "run" },
  });
  expect(ended.error).toMatchObject({ message: "boom 7", file: "src/start.R", line: 6, statement: 2 });
  expect(ended.error?.stack.map(({ function: name, line, origin }) => [name, line, origin])).toEqual([
    ["stop", undefined, "library"],
    ["g", 6, "user"],
    ["f", 3, "user"],
    ["(top level)", 8, "user"],
  ]);
});

it("names a condition by its classes", async () => {
  const { ended } = await worker.run(
    'stop(structure(class = c("no_data", "my_error", "error", "condition"), list(message = "none", call = NULL)))',
  );
  expect(ended.error).toMatchObject({
    type: "no_data",
    types: ["my_error", "error", "condition"],
    message: "none",
    line: 1,
  });
});

it.each([
  ["no_such_name", false],
  ["no_such_function(1)", false],
  ["library(nosuchpackage)", false],
  ["get('no_such_name')", false],
  ["stop('object lost')", undefined],
])("says what cannot be cured by doing it again: %s", async (source, retryable) => {
  const { ended } = await worker.run(source);
  expect(ended.error?.retryable).toBe(retryable);
});

it("does not report what the action handles itself", async () => {
  const attempt = await worker.run(
    'tryCatch(stop("a"), error = function(e) cat("handled"))\nsuppressWarnings(as.integer("x"))\n',
  );
  expect(attempt.ended.status).toBe("succeeded");
  expect(attempt.warnings).toEqual([]);
});

it("reports warnings at their lines, and prints them as R does", async () => {
  const attempt = await worker.run('f <- function() {\n  1\n  warning("careful")\n}\nf()\nas.integer("x")\n');
  expect(attempt.warnings).toEqual(["src/start.R:3: careful", "src/start.R:6: NAs introduced by coercion"]);
  expect(attempt.printed("stderr")).toBe("Warning in f() : careful\nWarning: NAs introduced by coercion\n");
});

it("bounds the warnings of a statement", async () => {
  const { warnings } = await worker.run("for (i in 1:60) warning(i)");
  expect(warnings).toHaveLength(51);
  expect(warnings.at(-1)).toBe("10 more warnings of this statement");
});

it("obeys options(warn)", async () => {
  const made = await worker.run('options(warn = 2)\nas.integer("x")');
  expect(made.ended.error?.message).toContain("converted from warning");
  const none = await worker.run('options(warn = -1)\nas.integer("x")');
  expect([none.ended.status, none.printed("stderr"), none.warnings]).toEqual(["succeeded", "", []]);
});

it("ends an endless recursion as an error", async () => {
  const { ended } = await worker.run("f <- function() f()\nf()\n");
  expect(ended).toMatchObject({ status: "failed", error: { types: expect.arrayContaining(["error"]), statement: 1 } });
});

it("finds siblings and the functions of src/lib, and errors in them", async () => {
  const root = join(worker.folder, "root");
  await mkdir(join(root, "src/lib"), { recursive: true });
  await writeFile(join(root, "src/beside.R"), "beside <- 7\n");
  await writeFile(join(root, "src/lib/money.R"), 'print.money <- function(x, ...) cat("$", unclass(x), "\\n")\n');
  await writeFile(join(root, "src/lib/check.R"), 'cat("loaded\\n")\ncheck <- function(x) {\n  stop("wrong: ", x)\n}\n');
  await writeFile(join(root, "src/lib/broken.R"), "a <- 1\nb <- (\n");
  const attempt = await worker.run(
    'source("beside.R")\nbeside\nstructure(5, class = "money")\nrm(list = ls())\ncat("now\\n")\ncheck(3)\n',
    { sourceRoot: root },
  );
  expect(attempt.printed()).toBe("[1] 7\n$ 5 \nnow\nloaded\n");
  expect(attempt.warnings).toEqual(["src/lib/broken.R:2:7: unexpected end of input; its functions are not there"]);
  expect(attempt.ended.error).toMatchObject({ message: "wrong: 3", file: "src/lib/check.R", line: 3, statement: 5 });
});
