import { Fields, type KeyTable } from "../fields.ts";
import { listOf, type Reader, word } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlMap, YamlNode } from "../yaml/yaml-node.ts";
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
    if (kind === "file") fields?.required("uri", word, "Name where it lies, such as `uri: s3a://bucket/path`.");
    if (kind === "hive") fields?.required("table", word);
    if (node.kind !== "map" || name === undefined) return undefined;
    const options = [...node.entries.values()].filter(({ key }) => key !== "name");
    return { name: name.value, kind, at: name.at, options };
  };
}

/** Any key may stand in a dataset: what is not ours is an option of its format. */
function keysOf(node: YamlMap): readonly string[] {
  return [...node.entries.keys()];
}
