import { Fields } from "../fields.ts";
import { entries } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlMap, YamlNode } from "../yaml/yaml-node.ts";
import { addDatasets } from "./datasets.ts";
import type { EnvironmentDraft } from "./draft.ts";
import { currentEnvironmentKeys, environmentKeys, javaKeys, mainKeyOf, sparkSections } from "./keys.ts";
import { addSparkSetting, addSparkSettings, asText } from "./spark-settings.ts";

/** Adds `env/<name>.yml`, or job.yml of an environment's folder. */
export function addEnvironmentFile(draft: EnvironmentDraft, node: YamlNode, files: RepoFiles): void {
  const root = node.kind === "map" ? withOurSpelling(node) : node;
  const fields = Fields.of(root, environmentKeys, files.problems);
  if (root.kind !== "map" || fields === undefined) return;
  if (currentEnvironmentKeys.some((key) => fields.has(key))) draft.current = true;
  for (const { key, value } of root.entries.values()) {
    const main = mainKeyOf(key);
    if (main !== undefined) draft.main.set(main, { kind: "node", node: value });
  }
  addConfiguration(draft, fields, files);
  for (const section of ["spark", ...sparkSections]) {
    const settings = fields.node(section);
    if (settings !== undefined) addSparkSettings(draft, settings, `\`${section}\``, files);
  }
  const java = fields.node("java");
  const home = java && Fields.of(java, javaKeys, files.problems)?.node("home");
  if (home !== undefined) draft.main.set("javaHome", { kind: "node", node: home });
  for (const { key, value } of fields.read("env-vars", entries) ?? []) {
    draft.envVars.set(key, { kind: "node", node: value.kind === "scalar" ? asText(value) : value });
  }
  const datasets = fields.node("datasets");
  if (datasets !== undefined) addDatasets(draft, datasets, files);
}

/** `spark.…` below `configuration` is for the session too; the `spark` section and spark.yml stand above it. */
function addConfiguration(draft: EnvironmentDraft, fields: Fields, files: RepoFiles): void {
  for (const entry of fields.read("configuration", entries) ?? []) {
    draft.configuration.set(entry.key, { kind: "node", node: entry.value });
    if (entry.key.startsWith("spark.")) addSparkSetting(draft, entry, files);
  }
}

function withOurSpelling(map: YamlMap): YamlMap {
  const entries = [...map.entries.values()].map((entry) => {
    const key = mainKeyOf(entry.key) ?? entry.key;
    return [key, { ...entry, key }] as const;
  });
  return { ...map, entries: new Map(entries) };
}
