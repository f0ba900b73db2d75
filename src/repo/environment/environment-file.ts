import { Fields } from "../fields.ts";
import { entries } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlMap, YamlNode } from "../yaml/yaml-node.ts";
import { addConnection } from "./connections.ts";
import { addDatasets } from "./datasets.ts";
import type { EnvironmentDraft, LaunchKey } from "./draft.ts";
import {
  connectionKinds,
  currentEnvironmentKeys,
  environmentKeys,
  javaKeys,
  mainKeyOf,
  pythonKeys,
  sparkSections,
} from "./keys.ts";
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
  addInstallations(draft, fields, files);
  for (const { key, value } of fields.read("env-vars", entries) ?? []) {
    draft.envVars.set(key, { kind: "node", node: value.kind === "scalar" ? asText(value) : value });
  }
  for (const kind of connectionKinds) {
    const connection = fields.node(kind);
    if (connection !== undefined) addConnection(draft, kind, connection, files);
  }
  const datasets = fields.node("datasets");
  if (datasets !== undefined) addDatasets(draft, datasets, files);
}

/** `java: {home}` and `python: {home, version}`; Spark's stand among its settings. */
function addInstallations(draft: EnvironmentDraft, fields: Fields, files: RepoFiles): void {
  const sections = { java: fields.node("java"), python: fields.node("python") };
  const java = sections.java && Fields.of(sections.java, javaKeys, files.problems);
  const python = sections.python && Fields.of(sections.python, pythonKeys, files.problems);
  const found: readonly (readonly [LaunchKey, YamlNode | undefined])[] = [
    ["javaHome", java?.node("home")],
    ["pythonHome", python?.node("home")],
    ["pythonVersion", python?.node("version")],
  ];
  for (const [key, node] of found) if (node !== undefined) draft.main.set(key, { kind: "node", node });
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
