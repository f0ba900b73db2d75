import { expect, test } from "vitest";
import type { JarRequirements } from "../model/dependencies.ts";
import { checkJars } from "./check-jars.ts";
import { inService, wantedRepositories } from "./wanted-repositories.ts";

const at = { file: "deps/jars.yml", line: 1, column: 1 };

function told(artifacts: readonly string[], urls: readonly string[] = []): string[] {
  const requirements: JarRequirements = {
    artifacts: artifacts.map((artifactId) => ({ groupId: "g", artifactId, version: "1", exclusions: [], at })),
    repositories: urls.map((url, i) => ({ id: `r${i}`, type: "default", url, at })),
    missing: "error",
  };
  return checkJars(requirements, "2.13").map(({ code, message, hint }) => `${code} ${message} ${hint}`);
}

test("an artifact for another Scala is warned of with the name to ask for", () => {
  expect(told(["scala-slack_2.10"])).toEqual([
    "AMA1510 g:scala-slack_2.10:1 is built for Scala 2.10, and this session's Scala is 2.13; what it compiles to may not fit. Ask for scala-slack_2.13, in a version that exists for it.",
  ]);
  expect(told(["cats_3", "paradise_2.11.12", "spark-avro_2.12"])).toHaveLength(3);
  expect(told(["x_2.13", "y_2.13.18", "commons-lang3", "snake_case", "log4j-1.2-api"])).toEqual([]);
});

test("retired repositories are warned of, and their successors asked", () => {
  const urls = [
    "http://repo1.maven.org/maven2",
    "http://central.maven.org/maven2",
    "https://jcenter.bintray.com",
    "https://dl.bintray.com/spark-packages/maven",
    "https://dl.bintray.com/somebody/maven",
    "https://oss.sonatype.org/content/repositories/snapshots",
  ];
  expect(told([], urls).map((text) => text.slice(0, 7))).toEqual(urls.map(() => "AMA1511"));
  expect(urls.map((url) => inService({ id: "x", url })?.url)).toEqual([
    "https://repo.maven.apache.org/maven2",
    "https://repo.maven.apache.org/maven2",
    "https://repo.maven.apache.org/maven2",
    "https://repos.spark-packages.org",
    undefined,
    "https://central.sonatype.com/repository/maven-snapshots",
  ]);
});

test("plain HTTP is warned of, except on this machine", () => {
  expect(told([], ["http://nexus.example.com/repo"])[0]).toMatch(/^AMA1512 .*https:\/\/nexus.example.com\/repo/);
  expect(
    told([], ["https://nexus.example.com", "http://localhost:8081/x", "http://127.0.0.1/x", "file:///srv/repo"]),
  ).toEqual([]);
});

test("Maven Central comes last unless it is named, and once", () => {
  const central = { id: "central", url: "https://repo.maven.apache.org/maven2" };
  const own = { id: "own", type: "default", url: "https://nexus.example.com", at };
  expect(wantedRepositories([])).toEqual([central]);
  expect(wantedRepositories([own])).toEqual([{ id: "own", url: own.url }, central]);
  const named = { ...own, id: "maven-central", url: "http://repo1.maven.org/maven2" };
  expect(wantedRepositories([named, own])).toEqual([central, { id: "own", url: own.url }]);
});
