import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { pythonForTests } from "../../../scripts/test/python-environment.ts";
import type { RunnerMessage } from "../../../src/protocol/messages/notifications.ts";
import type { RunRequest } from "../../../src/protocol/messages/requests.ts";
import { RWorker } from "./r-worker.ts";

const python = pythonForTests();
const modules = join(import.meta.dirname, "../../python/src");

let worker: RWorker;
let schema: NonNullable<RunRequest["inputs"][number]["schema"]>;
beforeAll(async () => {
  worker = await RWorker.start({ RETICULATE_PYTHON: python });
  schema = JSON.parse(wide("write", worker.folder));
});
afterAll(() => worker.close());

function wide(...args: string[]): string {
  const env = { ...process.env, PYTHONPATH: modules };
  return execFileSync(python, [join(import.meta.dirname, "wide.py"), ...args], { encoding: "utf8", env });
}

const input = (name: string): RunRequest["inputs"][number] => ({
  action: "before",
  name,
  as: "file",
  path: join(worker.folder, name),
  format: "parquet",
  ...(name === "none" || name === "far" ? {} : { schema }),
});
const publish = (...names: string[]): RunRequest["publish"] =>
  names.map((name) => ({ name, policy: "file", path: join(worker.folder, `out-${name}`), format: "parquet" }));
const published = (told: readonly RunnerMessage[]) =>
  told.flatMap(({ method, params }) => (method === "published" ? params : []));

it("reads values and types of every kind, and publishes them as they were", { timeout: 60_000 }, async () => {
  const attempt = await worker.run(
    [
      'wide <- AmaContext$getDataFrame("before", "wide")',
      'empty <- get_dataframe("before", "empty")',
      "part <- wide[c(TRUE, FALSE, TRUE), ]",
    ].join("\n"),
    { inputs: [input("wide"), input("empty")], publish: publish("wide", "empty", "part") },
  );
  expect(attempt.ended.error).toBeUndefined();
  expect(wide("compare", join(worker.folder, "wide"), join(worker.folder, "out-wide"))).toBe("");
  expect(wide("compare", join(worker.folder, "empty"), join(worker.folder, "out-empty"))).toBe("");
  const [first, , part] = published(attempt.told);
  expect(first).toMatchObject({ name: "wide", kind: "dataframe", as: "file", schema, definedAt: "src/start.R:1" });
  expect(part?.schema).toEqual(schema);
  // Numbers that R cannot hold are told of.
  expect(attempt.warnings.map((text) => text.replace(/ of before.*/, ""))).toEqual([
    "src/start.R:1: the column longer",
    "src/start.R:1: the column digits",
    "src/start.R:1: the column of long numbers",
  ]);
});

it("tells of times whose microseconds R rounds, however deep they are", async () => {
  const { warnings } = await worker.run('far <- get_dataframe("before", "far")', { inputs: [input("far")] });
  expect(warnings).toEqual([
    "src/start.R:1: the column far of before.far holds times so far from 1970 that R's numbers round their microseconds",
  ]);
});

it("gives columns the types that R has for them", async () => {
  const attempt = await worker.run(
    [
      'wide <- suppressWarnings(get_dataframe("before", "wide"))',
      'for (name in names(wide)) cat(name, class(wide[[name]])[[1]], "\\n")',
      "wide$double",
      "format(wide$timestamp, '%Y-%m-%d %H:%M:%OS6')",
      "str(wide$struct[[1]])",
      "wide$map[[1]]$k; wide$array[[1]]; is.null(wide$array[[2]]); wide$longer",
    ].join("\n"),
    { inputs: [input("wide")] },
  );
  expect(attempt.ended.error).toBeUndefined();
  const printed = attempt.printed();
  for (const line of [
    "boolean logical",
    "byte integer",
    "bounds numeric",
    "long numeric",
    "longer character",
    "double numeric",
    "decimal numeric",
    "digits character",
    "date Date",
    "timestamp POSIXct",
    "interval difftime",
    "binary list",
    "[1] 0.1  NA NaN",
    '"1899-01-01 01:02:03.456789"',
    ' $ y z: chr "t"',
    "[1]  1 NA",
    '"9007199254740993"',
  ]) {
    expect(printed).toContain(line);
  }
});

it("publishes data frames made in R, and keeps a column's type only while its values fit", async () => {
  const attempt = await worker.run(
    [
      'wide <- suppressWarnings(get_dataframe("before", "wide"))',
      "wide$integer <- wide$integer + 0.5",
      'made <- data.frame(n = 1:2, f = factor(c("u", "v")), d = c(NaN, NA), t = as.POSIXct("2024-01-01", tz = "UTC"))',
      "made$rows <- list(1:2, 3L)",
    ].join("\n"),
    { inputs: [input("wide")], publish: publish("wide", "made") },
  );
  const [first, made] = published(attempt.told);
  expect(JSON.stringify(first?.schema)).toContain('"name":"integer","type":"double"');
  expect(JSON.stringify(first?.schema)).toContain('"name":"byte","type":"byte"');
  expect(made?.schema).toMatchObject({
    fields: [
      { name: "n", type: "integer" },
      { name: "f", type: "string" },
      { name: "d", type: "double" },
      { name: "t", type: "timestamp" },
      { name: "rows", type: { type: "array", elementType: "integer" } },
    ],
  });
});

it("publishes what is registered, and with * every data frame", async () => {
  const attempt = await worker.run('a <- data.frame(x = 1)\nb <- 2\nregister("c d", data.frame(y = "z"))\n', {
    publish: [{ name: "*", policy: "file", path: join(worker.folder, "all"), format: "parquet", optional: true }],
  });
  expect(
    published(attempt.told).map(({ name, path, definedAt }) => [name, path?.slice(worker.folder.length), definedAt]),
  ).toEqual([
    ["c d", "/all/c%20d", "src/start.R:3"],
    ["a", "/all/a", "src/start.R:1"],
  ]);
});

it("says what is missing", async () => {
  const read = await worker.run('get_dataframe("before", "tall")', { inputs: [input("wide")] });
  expect(read.ended.error).toMatchObject({
    type: "ama.DatasetMissing",
    message: "there is no dataset before.tall for this action; there is before.wide",
    line: 1,
  });
  const undefinedOne = await worker.run("a <- 1", { publish: publish("b") });
  expect(undefinedOne.ended.error).toMatchObject({
    type: "ama.NotPublishable",
    phase: "publish",
    message: "b is to be published, and is not defined",
  });
  const noFrame = await worker.run("b <- 1", { publish: publish("b") });
  expect(noFrame.ended.error?.message).toBe("b is to be published, and is no data frame but numeric");
  const passedOver = await worker.run("b <- 1", { publish: publish("b").map((each) => ({ ...each, optional: true })) });
  expect([passedOver.ended.status, published(passedOver.told)]).toEqual(["succeeded", []]);
});

it("tells what Python prints with the statement that prints it", async () => {
  const { told } = await worker.run('reticulate::py_run_string("print(1); print(2, end=\'\')")\nmessage("after")');
  const story = told.map(({ method, params }) => (method === "output" ? params.text : method));
  expect(story.indexOf("1\n2")).toBeGreaterThan(0);
  expect(story.indexOf("1\n2")).toBeLessThan(story.indexOf("statement.finished"));
});

it("names errors of Python by their class", async () => {
  const { ended } = await worker.run("f <- function() reticulate::py_run_string(\"{}['a']\")\nf()\n");
  expect(ended.error).toMatchObject({ type: "KeyError", statement: 1, message: "'a'" });
});

it("needs no Python for an action without datasets, and says so where one has", async () => {
  const bare = await RWorker.start({ RETICULATE_PYTHON: "/nonexistent/python" });
  const { ended } = await bare.run("a <- data.frame(x = 1)", { publish: publish("a") });
  expect(ended.error).toMatchObject({ type: "ama.PythonMissing", phase: "publish" });
  expect((await bare.run("1")).ended.status).toBe("succeeded");
  await bare.close();
});

it("says which data frame cannot be published, why, and where it was defined", { timeout: 60_000 }, async () => {
  const source = [
    "twice <- data.frame(a = 1, a = 2, check.names = FALSE)",
    "odd <- 1",
    "far <- data.frame(a = 1)",
    "far$a <- list(c)",
    "nested <- data.frame(a = 1)",
    "nested$b <- list(data.frame(c = 1:2))",
    "1",
  ].join("\n");
  const error = async (name: string) => (await worker.run(source, { publish: publish(name) })).ended.error;
  const notPublishable = { type: "ama.NotPublishable", phase: "publish" };
  const column = (name: string, why: string) => `the column ${name} cannot be published: it ${why}`;
  for (const [name, line, message] of [
    ["twice", 1, "twice has several columns by the name a"],
    ["odd", 2, "odd is to be published, and is no data frame but numeric"],
    ["far", 3, column("far.a", "holds values of the type builtin")],
    ["nested", 5, column("nested.b", "holds matrices or data frames")],
  ] as const) {
    expect(await error(name)).toMatchObject({ ...notPublishable, line, message });
  }
});
