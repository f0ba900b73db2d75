import type { ConnectionKind } from "../../model/environment.ts";
import { Fields } from "../fields.ts";
import { entries } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import type { EnvironmentDraft } from "./draft.ts";
import { connectionKeys } from "./keys.ts";
import { asText } from "./spark-settings.ts";

/** Adds what hive.yml or drill.yml holds, or the key of that name: a map, or its URL alone. */
export function addConnection(draft: EnvironmentDraft, kind: ConnectionKind, node: YamlNode, files: RepoFiles): void {
  if (node.kind === "scalar" && typeof node.value === "string")
    return draft.setConnection(kind, "url", { kind: "node", node });
  const fields = Fields.of(node, connectionKeys[kind], files.problems);
  if (node.kind !== "map" || fields === undefined) return;
  for (const { key, keyAt, value } of node.entries.values()) {
    if (key !== "settings") draft.setConnection(kind, key, { kind: "node", node: textNode(value), keyAt });
  }
  for (const { key, keyAt, value } of fields.read("settings", entries) ?? []) {
    draft.setConnection(kind, `settings.${key}`, { kind: "node", node: textNode(value), keyAt });
  }
}

/** A port or a truth value stays as it was written. */
function textNode(node: YamlNode): YamlNode {
  return node.kind === "scalar" && node.value !== null ? asText(node) : node;
}
