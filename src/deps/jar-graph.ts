import { coordinatesOf, type SparkProvided } from "../model/dependencies.ts";
import { repositoryPath, scalaSuffix } from "./coordinates.ts";
import type { GraphNode, ResolverAnswer } from "./resolver-program.ts";
import { inService, type Repository, unique } from "./wanted-repositories.ts";

/** A jar that the graph calls for. */
export interface GraphJar {
  readonly coordinates: string;
  readonly groupId: string;
  readonly declared: boolean;
  readonly askedBy: readonly string[];
  /** Where repositories have it. */
  readonly path: string;
  /** In which to look, in order. */
  readonly repositories: readonly Repository[];
  /** The file in the user's own Maven repository, where `mvn install` put it there. */
  readonly installed?: string;
}

/** What is to be on the class path, and what is left to Spark's own libraries. */
export interface JarGraph {
  readonly jars: readonly GraphJar[];
  readonly provided: readonly SparkProvided[];
}

interface Asked {
  readonly node: GraphNode;
  declared: boolean;
  readonly askedBy: Set<string>;
}

/** Reads the resolver's answer: one entry for each artifact in the version that won, with all that asked for it. */
export function jarGraph({ nodes, spark }: ResolverAnswer): JarGraph {
  const jars: GraphJar[] = [];
  const provided: SparkProvided[] = [];
  for (const asked of askedArtifacts(nodes)) {
    const { node, declared } = asked;
    const askedBy = [...asked.askedBy].sort();
    const has = sparksVersion(node, spark);
    if (has !== undefined) provided.push({ coordinates: coordinatesOf(node), has, declared, askedBy });
    else if (node.extension === "jar") jars.push(graphJar(asked, askedBy));
  }
  return { jars: jars.sort(byCoordinates), provided: provided.sort(byCoordinates) };
}

function askedArtifacts(nodes: readonly GraphNode[]): Iterable<Asked> {
  const asked = new Map<string, Asked>();
  const keyOf = (node: GraphNode) => [node.groupId, node.artifactId, node.classifier, node.extension].join(":");
  for (const node of nodes.filter(({ winner }) => winner === undefined)) {
    asked.set(keyOf(node), { node, declared: false, askedBy: new Set() });
  }
  for (const node of nodes) {
    const one = asked.get(keyOf(node));
    const parent = nodes[node.parent];
    if (one !== undefined && parent !== undefined) one.askedBy.add(coordinatesOf(parent));
    else if (one !== undefined) one.declared = true;
  }
  return asked.values();
}

function graphJar({ node, declared }: Asked, askedBy: readonly string[]): GraphJar {
  const { groupId, artifactId, version, classifier, extension, timestamped, installed } = node;
  const named = { groupId, artifactId, version, classifier, extension };
  const path = repositoryPath(timestamped === undefined ? named : { ...named, timestamped });
  const repositories = unique(node.repositories.flatMap((text) => inService(repositoryFrom(text)) ?? []));
  const jar = { coordinates: coordinatesOf(node), groupId, declared, askedBy, path, repositories };
  return installed === undefined ? jar : { ...jar, installed };
}

function repositoryFrom(text: string): Repository {
  const space = text.indexOf(" ");
  return { id: text.slice(0, space), url: text.slice(space + 1).replace(/\/+$/, "") };
}

/** Spark's version of the artifact, also where only the Scala suffix differs; undefined where Spark does not have it. */
function sparksVersion(node: GraphNode, spark: readonly string[]): string | undefined {
  const name = withoutSuffix(node.artifactId);
  const same = spark
    .map((library) => library.split(":"))
    .filter(
      ([groupId, artifactId = ""]) =>
        (groupId === node.groupId || groupId === "?") && withoutSuffix(artifactId) === name,
    )
    .filter(([, , rest = ""]) => node.classifier === "" || rest.endsWith(`-${node.classifier}`))
    // Of several files of one artifact, the one without a classifier.
    .sort(([, , a = ""], [, , b = ""]) => a.length - b.length);
  const [, artifactId, rest = ""] = same.find(([, artifactId]) => artifactId === node.artifactId) ?? same[0] ?? [];
  if (artifactId === undefined) return undefined;
  const version = node.classifier === "" ? rest : rest.slice(0, -node.classifier.length - 1);
  return artifactId === node.artifactId ? version : `${artifactId} ${version}`;
}

function withoutSuffix(artifactId: string): string {
  return scalaSuffix(artifactId)?.name ?? artifactId;
}

function byCoordinates(a: { coordinates: string }, b: { coordinates: string }): number {
  return a.coordinates < b.coordinates ? -1 : 1;
}
