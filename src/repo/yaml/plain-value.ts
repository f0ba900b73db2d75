import type { JsonValue } from "../../model/json.ts";
import type { YamlNode } from "./yaml-node.ts";

/** A node as the plain value that it stands for. */
export function plainValue(node: YamlNode): JsonValue {
  if (node.kind === "scalar") return node.value;
  if (node.kind === "list") return node.items.map(plainValue);
  return Object.fromEntries([...node.entries.values()].map(({ key, value }) => [key, plainValue(value)]));
}
