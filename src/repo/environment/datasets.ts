import { Fields, type KeyTable } from "../fields.ts";
import { listOf, oneOf, type Reader, word } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../yaml/yaml-node.ts";
import type { DraftDataset, EnvironmentDraft } from "./draft.ts";

const kinds = ["file", "hive", "generic"] as const;
const datasetsKeys: KeyTable = { of: "datasets.yml", keys: kinds, meant: { files: "file", tables: "hive" } };

/** Adds the sources and targets of a datasets.yml; one of the same name below it is replaced as a whole. */
export function addDatasets(draft: EnvironmentDraft, node: YamlNode, files: RepoFiles): void {
  const { problems } = files;
  const fields = Fields.of(node, datasetsKeys, problems);
  const seen = new Map<string, DraftDataset>();
  for (const kind of kinds) {
    for (const dataset of fields?.read(kind, listOf(datasetOf(kind))) ?? []) {
      const first = seen.get(dataset.name);
      if (first !== undefined) {
        problems.error("AMA1208", `There are two datasets named \`${dataset.name}\`.`, dataset.at, {
          hint: "Give one of them another name.",
          related: [{ message: "the first one", at: first.at }],
        });
      }
      seen.set(dataset.name, dataset);
      draft.datasets.set(dataset.name, dataset);
    }
  }
}

function datasetOf(kind: DraftDataset["kind"]): Reader<DraftDataset> {
  return (node, _what, problems) => {
    const fields = Fields.of(node, { of: "a dataset", keys: node.kind === "map" ? keysOf(node) : [] }, problems);
    const name = fields?.required("name", word);
    if (kind === "file" && !fields?.has("url")) {
      fields?.required("uri", word, "Name where it lies, such as `uri: s3a://bucket/path`.");
    }
    if (kind !== "generic") fields?.read("mode", oneOf("overwrite", "append", "overwrite-partitions", "error"));
    if (kind === "hive") fields?.required("table", word);
    if (node.kind !== "map" || name === undefined) return undefined;
    const given = [...node.entries.values()].filter(({ key }) => key !== "name");
    const options = kind === "file" ? given.map(withUri) : given;
    return { name: name.value, kind, at: name.at, options };
  };
}

/** 0.2's documentation also calls it `url`. */
function withUri(entry: YamlEntry): YamlEntry {
  return entry.key === "url" ? { ...entry, key: "uri" } : entry;
}

/** Any key may stand in a dataset: what is not ours is an option of its format. */
function keysOf(node: YamlMap): readonly string[] {
  return [...node.entries.keys()];
}
