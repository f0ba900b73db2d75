import { describe, expect, test } from "vitest";
import { loadR } from "./r.ts";
import { testLargeSources, toldBy } from "./told-by.test-support.ts";

const { analyse, reads, names, datasets, nonDeterministic, paths, writesOutside } = toldBy(await loadR(), "src/a.R");

describe("datasets that are read", () => {
  test.each([
    ['AmaContext$get_dataframe("start", "odd")', ["start.odd by dataframe at 1:26"]],
    ["AmaContext$getDataFrame('start','odd')", ["start.odd by dataframe at 1:25"]],
    ['ama_context$get_dataset("start", "people")', ["start.people by dataset at 1:25"]],
    ['AmaContext::get_dataframe("a", "b")', ["a.b by dataframe at 1:27"]],
    ['get_dataframe("a", "b")', ["a.b by dataframe at 1:15"]],
    ['x <- getDataFrame(name = "b", action = "a")', ["a.b by dataframe at 1:26"]],
    ['from <- "start"\nget_dataframe(from, paste0("o", "dd"))', ["start.odd by dataframe at 2:15"]],
    ['n = "odd"; get_dataframe("start", sprintf("high_%s", n))', ["start.high_odd by dataframe at 1:26"]],
    ['n <- "odd"\nget_dataframe("start", glue("high_{n}"))', ["start.high_odd by dataframe at 2:15"]],
    ['get_dataframe("start", r"(odd)")', ["start.odd by dataframe at 1:15"]],
    ['"start" %>% get_dataframe("odd")', ["start.odd by dataframe at 1:1"]],
    ['odd <- get_dataframe("a", "b") |> filter(x > 1) %>% select("x")', ["a.b by dataframe at 1:22"]],
    ['sapply(1:3, function(i) get_dataframe("a", "b"))', ["a.b by dataframe at 1:39"]],
    ['ctx <- AmaContext\nctx$get_dataframe("a", "b")', ["a.b by dataframe at 2:19"]],
    ['f <- function(c) c$get_dataframe("a", "b")\nf(AmaContext)', ["a.b by dataframe at 1:34"]],
    ['main <- function() get_dataframe(ACTION, "b")\nACTION <- "a"\nmain()', ["a.b by dataframe at 1:34"]],
    ['# get_dataframe("a", "b")', []],
    ['loader$get_dataframe("a", "b")', []],
    ['get_dataframe <- function(path, table) 1\nget_dataframe("a", "b")', []],
  ])("%s", (source, expected) => {
    expect(reads(source)).toEqual(expected);
    expect(analyse(source)).toMatchObject({ parsed: true, computedReads: [], open: [] });
  });

  test.each([
    'get_dataframe(commandArgs()[1], "odd")',
    'for (n in c("a", "b")) get_dataframe("start", n)',
    'n <- "a"\nif (x) n <- "b"\nget_dataframe("start", n)',
    'n <- "a"\ng <- function() n <<- "b"\nf <- function() get_dataframe("start", n)',
    'get_dataframe("start", env$configuration[["dataset"]])',
    "run(AmaContext)",
    "get <- AmaContext$get_dataframe",
    "sql(query)",
    'sql(paste("SELECT * FROM", table))',
    "tableToDF(name)",
    'source("more.R")',
  ])("%s may read anything", (source) => {
    expect(analyse(source).computedReads).toHaveLength(1);
    expect(analyse(source).reads).toEqual([]);
  });
});

describe("SQL", () => {
  test.each([
    ['sql("SELECT * FROM start.odd")', ["start.odd"]],
    ['SparkR::sql("SELECT * FROM start.odd")', ["start.odd"]],
    ['tableToDF("start.odd")', ["start.odd"]],
    ['sdf_sql(sc, "select * from start.odd")', ["start.odd"]],
    ['tbl(sc, "start.odd")', ["start.odd"]],
    ['tbl(sc, in_schema("my action", "odd"))', ["my action.odd"]],
    ['tbl(sc, sql("select * from start.odd"))', ["start.odd"]],
    ['sql(paste("SELECT * FROM start.odd WHERE x =", n))', ["start.odd"]],
    ['sql(paste0("SELECT * FROM start.odd WHERE x = \'", env$configuration$x, "\'"))', ["start.odd"]],
    ['sql("select * from spark_catalog.start.odd")', []],
  ])("%s", (source, expected) => {
    expect([...new Set(analyse(source).reads.map(({ action, name }) => `${action}.${name}`))]).toEqual(expected);
    expect(analyse(source).computedReads).toEqual([]);
  });
});

describe("names that are defined", () => {
  test.each([
    [
      "a <- 1; b = 2; 3 -> c; d <<- 4; 5 ->> e",
      ["a: variable", "b: variable", "c: variable", "d: variable", "e: variable"],
    ],
    ["`a b` <- 1\n\"c\" <- 2\n'd' = 3", ["a b: variable", "c: variable", "d: variable"]],
    ['assign("x", df)\nassign("y", df, envir = .GlobalEnv)', ["x: variable", "y: variable"]],
    ['.GlobalEnv$x <- df; globalenv()[["y"]] <- df', ["x: variable", "y: variable"]],
    ["f <- function(a) { inner <- 1 }\ng <- \\(x) x", ["f: method", "g: method"]],
    ["f <- function() { outer <<- df }", ["f: method", "outer: variable"]],
    ["if (x) { a <- 1 } else b <- 2", ["a: variable", "b: variable"]],
    ["for (i in 1:3) { l <- i }", ["i: variable", "l: variable"]],
    ["tryCatch({ a <- 1 }, error = function(e) { b <- 2 })", ["a: variable"]],
    ["local({ hidden <- 1 })\nf(a = 1)", []],
    ["df$x <- 1\nnames(df)[2] <- 'y'", ["df: variable"]],
    ["a <- b <- df", ["b: variable", "a: variable"]],
    ["df %<>% filter(x > 1)", ["df: variable"]],
    ['AmaContext$register("result", df); register("other", df)', ["result: registered", "other: registered"]],
    ["\uFEFFbom <- 1\r\ncrlf <- 2\r\n", ["bom: variable", "crlf: variable"]],
    ["# nothing", []],
    ["", []],
  ])("%s", (source, expected) => {
    expect(names(source)).toEqual(expected);
    expect(analyse(source)).toMatchObject({ parsed: true, diagnostics: [], open: [] });
  });

  test.each([
    [
      'a <- 1L; b <- "x"; c <- paste0(b, 1); d <- nrow(df); e <- a > b; f <- \\(x) x; g <- 1:10; h <- env$name; i <- c(1, 2)',
      [],
    ],
    [
      "a <- df; b <- read.df(x); d <- count(groupBy(df, x)); e <- data.frame(x = 1); f <- sql('select 1')",
      ["a", "b", "d", "e", "f"],
    ],
  ])("may be datasets of: %s", (source, expected) => expect(datasets(source)).toEqual(expected));
});

describe("openness", () => {
  test.each([
    ["AmaContext$register(name, df)", 1],
    ['source("more.R")', 1],
    ['eval(parse(text = "x <- 1"))', 1],
    ["assign(name, df)", 1],
    ["attach(df)", 1],
    ['load("x.RData")', 1],
    [".GlobalEnv[[name]] <- df", 1],
    ["list2env(x, .GlobalEnv)", 1],
    ["library(dplyr); x$load('a')", 0],
    ["x <- )", 1],
  ])("%s", (source, count) => expect(analyse(source).open).toHaveLength(count));
});

describe("expressions that give other rows each time", () => {
  test.each([
    ["r <- withColumn(df, 'x', rand())", ["r"]],
    ["r <- withColumn(df, 'x', rand(42))", []],
    ["r <- sample(df, FALSE, 0.1)", ["r"]],
    ["r <- sample(df, FALSE, 0.1, 7); s <- sample(x, 10)", []],
    ["r <- df %>% sdf_sample(0.1)", ["r"]],
    ["r <- df %>% sdf_sample(0.1, seed = 1)", []],
    ["r <- selectExpr(df, 'uuid() as id')", ["r"]],
    ["r <- dapply(df, function(x) { x$n <- rnorm(3); x }, s)", ["r"]],
    ["x <- rnorm(3)", []],
    ["r <- arrange(df, rand())\ns <- filter(r, x)\nt <- checkpoint(s)\nu <- filter(t, y)", ["r", "s"]],
    ["noisy <- function(d) withColumn(d, 'x', rand())\nr <- noisy(df)", ["noisy", "r"]],
  ])("%s", (source, expected) => expect(nonDeterministic(source)).toEqual(expected));
});

describe("paths", () => {
  test.each([
    ['read.df(file.path(env$inputRootPath, "x"), source = "csv")', ["< ${env.inputRootPath}/x"]],
    ['cfg <- env$configuration\nwrite.parquet(df, paste0(cfg[["out"]], "/x"))', ["> ${env.configuration.out}/x"]],
    ['df %>% write_csv("/a.csv")', ["> /a.csv"]],
    ['spark_read_csv(sc, "name", "/a")\nspark_write_parquet(df, path = "/b")', ["< /a", "> /b"]],
    ['x <- readRDS("/a"); saveRDS(x, file = "/b")', ["< /a", "> /b"]],
    ['con <- file("/a", "w"); arrow::read_parquet("/b")', ["< /b", "> /a"]],
    ['sql("select * from parquet.`/a/b`")', ["< /a/b"]],
    ['AmaContext$persist_dataset("out", AmaContext$load_dataset("in"))', ["< ${source.in}", "> ${source.out}"]],
    ["read.df(path)", []],
  ])("%s", (source, expected) => expect(paths(source)).toEqual(expected));

  test.each([
    ['write.parquet(df, "/a", mode = "append")', "an append"],
    ['saveAsTable(df, "t")', "saveAsTable"],
    ['write.table(x, "/a", append = TRUE)', "an append"],
    ['write.stream(df, "parquet", path = "/a")', "a stream"],
    ['sql("INSERT INTO t SELECT 1")', "INSERT INTO"],
  ])("%s writes outside", (source, what) => {
    expect(writesOutside(source)).toEqual([what]);
  });

  test.each(['saveAsTable(df, "t", mode = "overwrite")', 'write.df(df, "/a")'])("%s does not", (source) =>
    expect(writesOutside(source)).toEqual([]),
  );
});

test("a source that does not parse is a warning, and understood as far as it goes", () => {
  const analysis = analyse('odd <- get_dataframe("start", "rdd")\nx <- )\nz <- 2');
  expect(analysis).toMatchObject({ parsed: false, reads: [{ action: "start", name: "rdd" }] });
  expect(analysis.diagnostics).toMatchObject([{ code: "AMA1601", severity: "warning", at: { line: 2 } }]);
  expect(analysis.defines.map(({ name }) => name)).toContain("odd");
  expect(analysis.computedReads).toHaveLength(1);
});

testLargeSources(analyse, [
  ["calls in calls", "f(".repeat(20_000)],
  ["sums", `x <- ${"1 + ".repeat(20_000)}1`],
  ["pipes", `x <- df${" %>% f()".repeat(20_000)}`],
  ["blocks", "{".repeat(100_000)],
  ["lines", 'df <- read.parquet("/a") %>% where(col("x") > 1)\n'.repeat(6_000)],
]);
