import { nearest } from "../../model/nearest.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { childOf, refTarget } from "./schema-nodes.ts";
import type { Violation } from "./violations.ts";

/** What the schema has to say about a violation. */
export interface Demand {
  /** The value of the keyword that is not met. */
  readonly node?: YamlNode;
  /** The subschema that the keyword stands in. */
  readonly within?: YamlNode;
  /** The schema's own words on the value: its description or title. */
  readonly wording?: string;
}

/** Keywords that lead from a value to its parts, of which the words on the whole say nothing. */
const inwards = new Set([
  "properties",
  "patternProperties",
  "additionalProperties",
  "unevaluatedProperties",
  "items",
  "prefixItems",
  "additionalItems",
  "unevaluatedItems",
  "contains",
]);

/** Follows a violation's path through the schema. */
export function demandOf({ schemaPath }: Pick<Violation, "schemaPath">, root: YamlNode): Demand {
  let within: YamlNode | undefined;
  let node: YamlNode | undefined = root;
  let wording: string | undefined;
  for (const segment of schemaPath) {
    wording = wordingOf(node) ?? wording;
    if (inwards.has(segment)) wording = undefined;
    const next: YamlNode | undefined = childOf(node, segment);
    within = node;
    node = segment === "$ref" && next?.kind === "scalar" ? refTarget(next.text, root) : next;
  }
  return {
    ...(within === undefined ? {} : { within }),
    ...(node === undefined ? {} : { node }),
    ...(wording === undefined ? {} : { wording }),
  };
}

function wordingOf(node: YamlNode | undefined): string | undefined {
  const own = childOf(node, "description") ?? childOf(node, "title");
  return own?.kind === "scalar" && typeof own.value === "string" ? own.value : undefined;
}

/** The key of the schema that one that it does not allow most likely meant. */
export function meantKey(key: string, { within }: Demand): string | undefined {
  const properties = childOf(within, "properties");
  const names = properties?.kind === "map" ? [...properties.entries.keys()] : [];
  return names.includes(key) ? undefined : nearest(key, names);
}
