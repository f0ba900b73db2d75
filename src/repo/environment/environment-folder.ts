import { posix } from "node:path";
import { entries } from "../readers.ts";
import { type RepoFiles, yamlBaseName } from "../repo-files.ts";
import { decodeText, TextFile } from "../yaml/text-file.ts";
import type { YamlDocument } from "../yaml/yaml-document.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { addConnection } from "./connections.ts";
import { addDatasets } from "./datasets.ts";
import type { EnvironmentDraft } from "./draft.ts";
import { addEnvironmentFile } from "./environment-file.ts";
import { connectionKinds, environmentKeys } from "./keys.ts";
import { parseProperties } from "./spark-defaults.ts";
import { addSparkSettings, asText } from "./spark-settings.ts";

/**
 * Adds the files of an environment's folder, or of an action's in it. Of Spark's settings those of spark.yml win over
 * `configuration`, and both over spark-defaults.conf.
 */
export function addEnvironmentFolder(draft: EnvironmentDraft, folder: string, files: RepoFiles): void {
  const names = files.namesIn(folder);
  if (names.includes("spark-defaults.conf")) addSparkDefaults(draft, `${folder}/spark-defaults.conf`, files);
  const bases = [...new Set(names.flatMap((name) => yamlBaseName(name) ?? []))].sort(byRank);
  for (const base of bases) addYaml(draft, folder, base, files);
  addBroughtFiles(draft, folder, names, files);
}

/** What is read later wins. */
function byRank(a: string, b: string): number {
  return rank(a) - rank(b) || (a < b ? -1 : 1);
}

function rank(base: string): number {
  if (base === "job") return 0;
  return base === "spark" || base === "spark_exec_env" || isDatasets(base) ? 2 : 1;
}

/** 0.2 reads every file with `datasets` in its name. */
function isDatasets(base: string): boolean {
  return base.toLowerCase().includes("datasets");
}

function addYaml(draft: EnvironmentDraft, folder: string, base: string, files: RepoFiles): void {
  const document = files.yamlNamed(`${folder}/${base}`);
  if (document !== undefined) addEnvironmentDocument(draft, base, document, files);
}

/** Adds one file of an environment by what its name, without the ending, says that it holds. */
export function addEnvironmentDocument(
  draft: EnvironmentDraft,
  base: string,
  document: YamlDocument,
  files: RepoFiles,
): void {
  draft.files.add(document.file.path);
  const { root } = document;
  if (root === undefined) return;
  const connection = connectionKinds.find((kind) => kind === base);
  if (base === "spark") addSparkSettings(draft, root, "spark.yml", files);
  else if (base === "spark_exec_env") addExecutorVariables(draft, root, files);
  else if (connection !== undefined) addConnection(draft, connection, root, files);
  else if (isDatasets(base)) addDatasets(draft, root, files);
  else if (base === "job" || holdsEnvironmentKeys(root)) addEnvironmentFile(draft, root, files);
  else {
    files.problems.warning(
      "AMA1210",
      `\`${document.file.path}\` is not used.`,
      { file: document.file.path, line: 1, column: 1 },
      {
        hint: "An environment's files are job.yml, spark.yml, datasets.yml, hive.yml, drill.yml and spark_exec_env.yml.",
      },
    );
  }
}

/** 0.2 merged every file of the folder, so that passwords.yml could add to `configuration`. */
function holdsEnvironmentKeys(root: YamlNode): boolean {
  return root.kind === "map" && environmentKeys.keys.some((key) => root.entries.has(key));
}

/** 0.2's spark_exec_env.yml: variables of the executors' processes. */
function addExecutorVariables(draft: EnvironmentDraft, root: YamlNode, files: RepoFiles): void {
  for (const { key, value } of entries(root, "spark_exec_env.yml", files.problems) ?? []) {
    draft.spark.set(`spark.executorEnv.${key}`, {
      kind: "node",
      node: value.kind === "scalar" ? asText(value) : value,
    });
  }
}

function addSparkDefaults(draft: EnvironmentDraft, path: string, files: RepoFiles): void {
  const text = decodeText(files.source.read(path) ?? new Uint8Array());
  const file = new TextFile(path, text ?? "");
  files.remember(file);
  draft.files.add(path);
  if (text === undefined)
    files.problems.error("AMA1012", `\`${path}\` is not UTF-8 text.`, file.location(0), { hint: "Save it as UTF-8." });
  for (const { key, value, at } of parseProperties(file)) {
    if (key.startsWith("spark.")) draft.spark.set(key, { kind: "fixed", value, origin: { at } });
    else files.problems.warning("AMA1206", `Spark ignores \`${key}\`: its settings begin with \`spark.\`.`, at);
  }
}

/** Files that go to Spark as they are. */
function addBroughtFiles(draft: EnvironmentDraft, folder: string, names: readonly string[], files: RepoFiles): void {
  const log4j2 = ["log4j2.properties", "log4j2.xml"].find((name) => names.includes(name));
  if (log4j2 !== undefined) draft.log4j2 = posix.join(folder, log4j2);
  else if (names.includes("log4j.properties")) {
    const file = posix.join(folder, "log4j.properties");
    files.problems.warning("AMA1210", `\`${file}\` is not used: Spark reads log4j2.properties since version 3.3.`, {
      file,
      line: 1,
      column: 1,
    });
  }
  for (const name of names.filter((one) => one.endsWith("-site.xml"))) draft.sites.set(name, posix.join(folder, name));
  for (const path of [draft.log4j2, ...draft.sites.values()]) if (path?.startsWith(`${folder}/`)) draft.files.add(path);
}
