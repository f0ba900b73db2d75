import { expect, test } from "vitest";
import type { ActionSource } from "../model/job.ts";
import { checkActionJars, checkLocalJars } from "./check-action-jars.ts";

const at = { file: "maki.yml", line: 3, column: 5 };

function codes(source: ActionSource): string[] {
  return checkActionJars([{ id: "load", source }], "2.13").map(({ code, severity }) => `${severity} ${code}`);
}

test("a jar action for another Scala is an error, whether a file or an artifact", () => {
  const artifact = { groupId: "g", artifactId: "job_2.11", version: "1", exclusions: [], at };
  expect(codes({ kind: "artifact", artifact, repositories: [], mainClass: "Main", at })).toEqual(["error AMA1510"]);
  expect(codes({ kind: "jar", path: "src/job_2.12-1.0.jar", mainClass: "Main", at })).toEqual(["error AMA1510"]);
  expect(codes({ kind: "jar", path: "src/job_2.13-1.0.jar", mainClass: "Main", at })).toEqual([]);
  expect(codes({ kind: "jar", path: "src/job.jar", mainClass: "Main", at })).toEqual([]);
  expect(codes({ kind: "file", path: "file_2.10-x.scala", at })).toEqual([]);
});

test("a jar in deps/ for another Scala is a warning", () => {
  const told = checkLocalJars(["deps/a_2.10-1.jar", "deps/b_2.13-1.jar", "deps/c.jar"], "2.13");
  expect(told.map(({ severity, message }) => [severity, message])).toEqual([
    [
      "warning",
      "deps/a_2.10-1.jar is built for Scala 2.10, and this session's Scala is 2.13; what it compiles to may not fit.",
    ],
  ]);
});
