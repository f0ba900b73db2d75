import type { Location } from "../../model/location.ts";

/** A value of a YAML or JSON file with its place; aliases and merge keys are resolved. */
export type YamlNode = YamlMap | YamlList | YamlScalar;

export interface YamlMap {
  readonly kind: "map";
  readonly at: Location;
  /** In the order of the file; no key occurs twice. */
  readonly entries: ReadonlyMap<string, YamlEntry>;
}

export interface YamlEntry {
  readonly key: string;
  readonly keyAt: Location;
  readonly value: YamlNode;
}

export interface YamlList {
  readonly kind: "list";
  readonly at: Location;
  readonly items: readonly YamlNode[];
}

export interface YamlScalar {
  readonly kind: "scalar";
  readonly at: Location;
  readonly value: string | number | boolean | null;
  /** As written, without quotes: `1.10` of the number 1.1. */
  readonly text: string;
}

/** What a node is, in the words of messages. */
export function describeNode(node: YamlNode): string {
  if (node.kind === "map") return "a map";
  if (node.kind === "list") return "a list";
  if (node.value === null) return "nothing";
  if (typeof node.value === "string") return "a text";
  return typeof node.value === "number" ? "a number" : `\`${node.text}\``;
}
