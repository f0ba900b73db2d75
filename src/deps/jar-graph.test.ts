import { expect, test } from "vitest";
import { jarGraph } from "./jar-graph.ts";
import type { GraphNode } from "./resolver-program.ts";

function node(coordinates: string, parent = -1, more: Partial<GraphNode> = {}): GraphNode {
  const [groupId = "", artifactId = "", version = "", classifier = ""] = coordinates.split(":");
  const repositories = ["central https://repo.maven.apache.org/maven2"];
  return { parent, groupId, artifactId, version, classifier, extension: "jar", repositories, ...more };
}

function graph(nodes: readonly GraphNode[], spark: readonly string[] = []) {
  return jarGraph({ kind: "resolved", nodes: [...nodes], problems: [], spark: [...spark] });
}

test("every artifact is there once, in the version that won, with all that asked for it", () => {
  const { jars } = graph([
    node("g:a:1"),
    node("g:c:2", 0),
    node("g:b:1"),
    node("g:c:1", 2, { winner: "2" }),
    node("g:docs:1", 2, { extension: "zip" }),
  ]);
  expect(jars.map(({ coordinates, declared, askedBy }) => ({ coordinates, declared, askedBy }))).toEqual([
    { coordinates: "g:a:1", declared: true, askedBy: [] },
    { coordinates: "g:b:1", declared: true, askedBy: [] },
    { coordinates: "g:c:2", declared: false, askedBy: ["g:a:1", "g:b:1"] },
  ]);
});

test("what Spark has is left to it: by group and name, by name where its jar does not tell, and for any Scala", () => {
  const spark = [
    "com.fasterxml.jackson.core:jackson-core:2.21.2",
    "?:scala-library:2.13.18",
    "org.json4s:json4s-ast_2.13:4.0.7",
    "io.netty:netty-epoll:4.2.0-linux-x86_64",
    "io.netty:netty-epoll:4.2.0",
    "at.yawk.lz4:lz4-java:1.10",
  ];
  const { jars, provided } = graph(
    [
      node("com.fasterxml.jackson.core:jackson-core:2.12.0"),
      node("org.scala-lang:scala-library:2.10.4"),
      node("org.json4s:json4s-ast_2.10:3.2"),
      node("io.netty:netty-epoll:4.1"),
      node("io.netty:netty-epoll:4.1:linux-x86_64"),
      node("io.netty:netty-epoll:4.1:osx"),
      node("org.lz4:lz4-java:1.8"),
      node("other.group:jackson-core:1"),
    ],
    spark,
  );
  expect(provided.map(({ coordinates, has }) => `${coordinates} → ${has}`)).toEqual([
    "com.fasterxml.jackson.core:jackson-core:2.12.0 → 2.21.2",
    "io.netty:netty-epoll:4.1 → 4.2.0",
    "io.netty:netty-epoll:4.1:linux-x86_64 → 4.2.0",
    "org.json4s:json4s-ast_2.10:3.2 → json4s-ast_2.13 4.0.7",
    "org.scala-lang:scala-library:2.10.4 → 2.13.18",
  ]);
  expect(jars.map(({ coordinates }) => coordinates)).toEqual([
    "io.netty:netty-epoll:4.1:osx",
    "org.lz4:lz4-java:1.8",
    "other.group:jackson-core:1",
  ]);
});

test("the repositories of POMs are asked too, retired ones by their successors", () => {
  const repositories = [
    "own https://nexus.example.com/",
    "old http://repo1.maven.org/maven2",
    "gone https://dl.bintray.com/x",
  ];
  expect(graph([node("g:a:1", -1, { repositories })]).jars[0]?.repositories).toEqual([
    { id: "own", url: "https://nexus.example.com" },
    { id: "central", url: "https://repo.maven.apache.org/maven2" },
  ]);
});

test("a jar lies where Maven's layout has it", () => {
  expect(graph([node("a.b:c:1-SNAPSHOT:tests", -1, { timestamped: "1-20260102.030405-7" })]).jars[0]?.path).toBe(
    "a/b/c/1-SNAPSHOT/c-1-20260102.030405-7-tests.jar",
  );
});
