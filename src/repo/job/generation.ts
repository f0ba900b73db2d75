import type { Job } from "../../model/job.ts";
import type { YamlMap, YamlNode } from "../yaml/yaml-node.ts";
import { currentActionKeys, currentJobKeys, secondActionKeys, secondJobKeys } from "./keys.ts";

/** Which version of the format a maki.yml was written for, by the newest key in it. */
export function generationOf(root: YamlMap): Job["generation"] {
  const actions = actionsOf(root);
  const uses = (jobKeys: readonly string[], actionKeys: readonly string[]) =>
    jobKeys.some((key) => root.entries.has(key)) ||
    actions.some((action) => actionKeys.some((key) => action.entries.has(key)));
  if (uses(currentJobKeys, currentActionKeys)) return "current";
  return uses(secondJobKeys, secondActionKeys) ? "0.2" : "0.1";
}

function actionsOf(root: YamlMap): readonly YamlMap[] {
  const flow = root.entries.get("flow")?.value ?? root.entries.get("seq")?.value;
  return flow?.kind === "list" ? flow.items.flatMap(withErrorActions) : [];
}

function withErrorActions(node: YamlNode): readonly YamlMap[] {
  if (node.kind !== "map") return [];
  const error = node.entries.get("error")?.value;
  return error === undefined ? [node] : [node, ...withErrorActions(error)];
}
