import type { Environment } from "../../model/environment.ts";
import type { Location } from "../../model/location.ts";
import { startOf } from "../fields.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlEntry, YamlNode } from "../yaml/yaml-node.ts";
import { type ContentPart, type EnvironmentContent, partAt } from "./environment-content.ts";
import { childOf } from "./schema-nodes.ts";

/**
 * Where in its files an environment says what stands at a path of its content; undefined for what the command line
 * gave. What several files give together is placed where the last of them begins it.
 */
export function placeOfPath(
  path: readonly string[],
  content: EnvironmentContent,
  environment: Environment,
  files: RepoFiles,
): Location | undefined {
  const found = partAt(path, content);
  if (found !== undefined) return placeInPart(found.part, found.rest, files);
  const own = content.parts.flatMap(({ origin }) => ("at" in origin ? [origin.at.file] : []));
  const names = [...new Set([...own.toReversed(), ...environment.files.toReversed()])];
  const [section] = path;
  for (const name of names) {
    const root = files.yaml(name)?.root;
    const entry = root?.kind === "map" && section !== undefined ? root.entries.get(section) : undefined;
    if (entry !== undefined) return entry.keyAt;
  }
  const [first] = names;
  return first === undefined ? undefined : { file: first, line: 1, column: 1 };
}

/** The place of the key itself, where it is the key that is wrong. */
export function placeOfKey(
  path: readonly string[],
  content: EnvironmentContent,
  files: RepoFiles,
): Location | undefined {
  const found = partAt(path, content);
  if (found === undefined || !("at" in found.part.origin)) return undefined;
  const { at } = found.part.origin;
  const root = files.yaml(at.file)?.root;
  if (root === undefined) return undefined;
  const [last] = found.rest.slice(-1);
  if (last === undefined) return entryOf(at, root)?.keyAt;
  const above = found.rest.slice(0, -1).reduce<YamlNode | undefined>(childOf, partNode(found.part, at, root));
  return above?.kind === "map" ? above.entries.get(last)?.keyAt : undefined;
}

function placeInPart(part: ContentPart, rest: readonly string[], files: RepoFiles): Location | undefined {
  if (!("at" in part.origin)) return undefined;
  const { at } = part.origin;
  const root = files.yaml(at.file)?.root;
  const node = root && rest.reduce<YamlNode | undefined>(childOf, partNode(part, at, root));
  return node === undefined || node.kind === "scalar" ? (node?.at ?? at) : startOf(node.at);
}

/** A dataset is placed at its name; its node is the map around that. */
function partNode(part: ContentPart, at: Location, root: YamlNode): YamlNode | undefined {
  return part.path[0] === "datasets" ? around(at, root) : entryOf(at, root)?.value;
}

function entryOf(at: Location, node: YamlNode): YamlEntry | undefined {
  for (const entry of node.kind === "map" ? node.entries.values() : []) {
    if (isAt(entry.value, at)) return entry;
    const inside = entryOf(at, entry.value);
    if (inside !== undefined) return inside;
  }
  return undefined;
}

function around(at: Location, node: YamlNode): YamlNode | undefined {
  if (node.kind === "scalar") return undefined;
  if (node.kind === "list") return firstOf(node.items, (item) => around(at, item));
  const values = [...node.entries.values()].map((entry) => entry.value);
  return values.some((value) => isAt(value, at)) ? node : firstOf(values, (value) => around(at, value));
}

function firstOf<T>(nodes: readonly YamlNode[], find: (node: YamlNode) => T | undefined): T | undefined {
  for (const node of nodes) {
    const found = find(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isAt({ at }: YamlNode, place: Location): boolean {
  return at.line === place.line && at.column === place.column;
}
