import { reportType } from "../fields.ts";
import { nearest } from "../../model/nearest.ts";
import { sparkKeys } from "../rules/spark-keys.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlEntry, YamlNode, YamlScalar } from "../yaml/yaml-node.ts";
import type { EnvironmentDraft } from "./draft.ts";
import { sparkSections } from "./keys.ts";

/** spark-submit's options by the setting that each stands for; 0.2's `sparkOptions` has them. */
const submitOptions: Readonly<Record<string, string>> = {
  "driver-memory": "spark.driver.memory",
  "driver-cores": "spark.driver.cores",
  "driver-java-options": "spark.driver.extraJavaOptions",
  "driver-library-path": "spark.driver.extraLibraryPath",
  "driver-class-path": "spark.driver.extraClassPath",
  "executor-memory": "spark.executor.memory",
  "executor-cores": "spark.executor.cores",
  "num-executors": "spark.executor.instances",
  "total-executor-cores": "spark.cores.max",
  queue: "spark.yarn.queue",
  jars: "spark.jars",
  packages: "spark.jars.packages",
  files: "spark.files",
  archives: "spark.archives",
  "py-files": "spark.submit.pyFiles",
};

/**
 * Adds a map of Spark's settings, as spark.yml holds it: `spark.executor.memory: 1g`, without `spark.`, nested
 * (`executor: {memory: 1g}`), or below one of 0.2's section names. `version` and `home` say which Spark is meant.
 */
export function addSparkSettings(draft: EnvironmentDraft, node: YamlNode, what: string, files: RepoFiles): void {
  if (node.kind !== "map") return reportType(node, what, "a map", files.problems, mapHint);
  for (const { key, keyAt, value } of node.entries.values()) {
    if (sparkSections.some((section) => section === key)) addSparkSettings(draft, value, `\`${key}\``, files);
    else if (key === "spark" && value.kind === "map") addSparkSettings(draft, value, "`spark`", files);
    else if (key === "version" || key === "home") {
      draft.main.set(key === "version" ? "sparkVersion" : "sparkHome", { kind: "node", node: value });
      draft.current = true;
    } else if (isSlip(key)) {
      const hint = `Did you mean \`${nearest(key, whichSpark)}\`?`;
      files.problems.error("AMA1006", `\`${key}\` is no key of ${what}.`, keyAt, { hint });
    } else addSparkSetting(draft, { key: fullName(key), keyAt, value }, files);
  }
}

const mapHint = "Such as `{version: 4.2.0, executor.memory: 2g}`.";
const whichSpark = ["version", "home"];

/** Whether a key that names no setting of Spark's was most likely meant to say which Spark. */
function isSlip(key: string): boolean {
  return nearest(key, whichSpark) !== undefined && !sparkKeys().has(fullName(key));
}

function fullName(key: string): string {
  const option = submitOptions[key.replace(/^--/, "")];
  if (option !== undefined) return option;
  return key.startsWith("spark.") ? key : `spark.${key}`;
}

/** Adds one setting by its full name; a map stands for settings below that name. */
export function addSparkSetting(
  draft: EnvironmentDraft,
  { key: name, keyAt, value: node }: YamlEntry,
  files: RepoFiles,
): void {
  if (node.kind === "map") {
    for (const entry of node.entries.values()) addSparkSetting(draft, { ...entry, key: `${name}.${entry.key}` }, files);
  } else if (node.kind === "list") {
    reportType(node, `\`${name}\``, "a text", files.problems, "Join the items with commas.");
  } else if (node.value === null) {
    reportType(node, `\`${name}\``, "a text", files.problems);
  } else draft.spark.set(name, { kind: "node", node: asText(node), keyAt });
}

/** Spark's settings are texts; a number stays as it was written. */
export function asText(node: YamlScalar): YamlScalar {
  return typeof node.value === "string" ? node : { ...node, value: node.text };
}
