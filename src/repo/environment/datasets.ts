import { nearest } from "../../model/nearest.ts";
import { Fields, type KeyTable } from "../fields.ts";
import type { Problems } from "../problems.ts";
import { listOf, type Reader, word } from "../readers.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlEntry, YamlMap, YamlNode } from "../yaml/yaml-node.ts";
import type { DraftDataset, EnvironmentDraft } from "./draft.ts";

const kinds = ["file", "hive", "generic"] as const;
const datasetsKeys: KeyTable = { of: "datasets.yml", keys: kinds, meant: { files: "file", tables: "hive" } };

/** The keys of ours in a file or table; any other one is an option of its format. */
const ownKeys = ["name", "uri", "format", "mode", "partition-by", "database", "table", "options"];

/** Other ways in which they are written; 0.2's documentation also calls the place `url`. */
const spellings = new Map([
  ["url", "uri"],
  ["partitionBy", "partition-by"],
  ["partition_by", "partition-by"],
]);

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
    if (kind === "hive") fields?.required("table", word);
    if (node.kind !== "map" || name === undefined) return undefined;
    const given = [...node.entries.values()].filter(({ key }) => key !== "name");
    if (kind !== "generic") for (const entry of given) reportSlip(entry, problems);
    return { name: name.value, kind, at: name.at, options: kind === "generic" ? given : given.map(withOurSpelling) };
  };
}

function withOurSpelling(entry: YamlEntry): YamlEntry {
  return { ...entry, key: spellings.get(entry.key) ?? entry.key };
}

/** Any key may stand in a dataset, so that only what differs from ours in one letter is taken for a slip. */
function reportSlip({ key, keyAt }: YamlEntry, problems: Problems): void {
  const meant = ownKeys.includes(key) || spellings.has(key) ? undefined : nearest(key, ownKeys, 1);
  if (meant === undefined) return;
  problems.warning("AMA1006", `\`${key}\` is taken for an option of the format.`, keyAt, {
    hint: `Did you mean \`${meant}\`? If not, put it below \`options:\`.`,
  });
}

function keysOf(node: YamlMap): readonly string[] {
  return [...node.entries.keys()];
}
