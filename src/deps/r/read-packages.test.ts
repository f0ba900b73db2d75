import { expect, test } from "vitest";
import { readPackages } from "./read-packages.ts";

function read(text: string) {
  const result = readPackages("deps/packages.R", text);
  const found = result.ok ? result.value : { packages: [], repositories: [] };
  return {
    names: found.packages.map(
      ({ name, version, at }) => `${at?.line} ${name}${version === undefined ? "" : `@${version}`}`,
    ),
    repositories: found.repositories.map(({ name, url }) => `${name} ${url}`),
    problems: result.diagnostics.map(({ code, at, message }) => `${code} ${at?.line} ${message}`),
  };
}

test("names, one a line", () => {
  const text =
    "# what we need\ndplyr\n\njsonlite@1.8.0   # not newer\ndata.table # fast\nrepos: https://r.example.com/cran\n";
  expect(read(text)).toEqual({
    names: ["4 jsonlite@1.8.0", "2 dplyr", "5 data.table"],
    repositories: ["repository1 https://r.example.com/cran"],
    problems: [],
  });
});

test("the calls of a script", () => {
  const script = `
options(
  repos = c(CRAN = "https://one.example.com", ours = "https://two.example.com/r") # "two" of them (
)
install.packages("dplyr", repos = "https://three.example.com")
install.packages(c("tidyr", 'purrr'), dependencies = TRUE); library(stats)
remotes::install_version("jsonlite", version = "1.8.0")
if (!requireNamespace("rlang", quietly = TRUE)) install.packages("rlang")
suppressPackageStartupMessages(library("glue"))
`;
  expect(read(script)).toEqual({
    names: ["5 dplyr", "6 tidyr", "6 purrr", "6 stats", "7 jsonlite@1.8.0", "8 rlang", "9 glue"],
    repositories: ["CRAN https://one.example.com", "ours https://two.example.com/r", "CRAN https://three.example.com"],
    problems: [],
  });
});

test("names in variables and loops", () => {
  const script = `
packages <- c("dplyr",   # verbs
              "tidyr")
for (p in packages) {
  if (!require(p, character.only = TRUE)) install.packages(p)
}
more = "glue"
install.packages(more)
invisible(lapply(packages, library, character.only = TRUE))
`;
  expect(read(script)).toEqual({ names: ["4 dplyr", "4 tidyr", "8 glue"], repositories: [], problems: [] });
});

test("what cannot be used is told at its line, all at once", () => {
  const script =
    'remotes::install_github("a/b")\ninstall.packages("no such")\nrepos: nowhere\njsonlite@1\njsonlite@2\n';
  expect(read(script).problems).toEqual([
    "AMA1560 3 `nowhere` is not the address of a repository.",
    "AMA1560 5 jsonlite is asked for in two versions, 1 and 2.",
    "AMA1560 1 `install_github` takes a package from somewhere else than a repository, which cannot be locked.",
    "AMA1560 2 `no such` is no name of an R package.",
  ]);
});

test("what is not understood is a warning: the script is read, not run", () => {
  const { problems, names } = read('install.packages(readLines(file))\nx <- 1 + 2\nsource("more.R")\ndplyr\n');
  expect(names).toEqual(["4 dplyr"]);
  expect(problems.map((problem) => problem.slice(0, 9))).toEqual(["AMA1561 1", "AMA1561 2", "AMA1561 3"]);
});
