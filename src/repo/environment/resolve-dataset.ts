import type { ConfiguredDataset } from "../../model/environment.ts";
import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/nearest.ts";
import type { SettingValue } from "../../model/setting.ts";
import { reportType, startOf } from "../fields.ts";
import type { Problems } from "../problems.ts";
import { oneOf } from "../readers.ts";
import { resolveNode, type Scope } from "../values/resolve.ts";
import type { YamlEntry, YamlNode } from "../yaml/yaml-node.ts";
import type { DraftDataset } from "./draft.ts";

/** The formats that people mean; a slip of one is told, any other name may be that of a format from a jar. */
const formats = ["json", "parquet", "csv", "orc", "avro"];

/** A dataset of datasets.yml with its references resolved; what cannot be right in its values is reported. */
export function resolveDataset(draft: DraftDataset, scope: Scope, problems: Problems): ConfiguredDataset {
  const { name, kind, at } = draft;
  const resolved = draft.options.map((entry) => ({ ...entry, is: resolveNode(entry.value, scope, problems) }));
  if (kind !== "generic") {
    for (const entry of resolved) checkEntry(entry, scope, problems);
    checkPartitions(draft, problems);
  }
  return { name, kind, at, options: Object.fromEntries(resolved.map(({ key, is }) => [key, is])) };
}

interface ResolvedEntry extends YamlEntry {
  readonly is: SettingValue;
}

function checkEntry({ key, value, is }: ResolvedEntry, scope: Scope, problems: Problems): void {
  // A variable that is not set where an environment is only checked, and not used.
  if (scope.lenient && typeof is === "string" && is.includes("${")) return;
  switch (key) {
    case "mode":
      oneOf("overwrite", "append", "overwrite-partitions", "error")(asNode(is, value), "`mode`", problems);
      break;
    case "format":
      checkFormat(is, value, problems);
      break;
    case "partition-by":
      if (!areColumns(is)) reportType(value, "`partition-by`", "the name of a column, or a list of names", problems);
      break;
    case "options":
      if (value.kind !== "map") reportType(value, "`options`", "a map", problems);
  }
}

/** A value that came of references, to be read like one that was written there. */
function asNode(is: SettingValue, node: YamlNode): YamlNode {
  return typeof is === "string" ? { kind: "scalar", at: node.at, value: is, text: is } : node;
}

function checkFormat(is: SettingValue, node: YamlNode, problems: Problems): void {
  if (typeof is !== "string") return reportType(node, "`format`", "a text", problems);
  const lower = is.toLowerCase();
  const meant = formats.includes(lower) ? undefined : nearest(lower, formats, 1);
  if (meant === undefined) return;
  problems.error("AMA1013", `\`${is}\` is no format.`, node.at, { hint: `Did you mean \`${meant}\`?` });
}

function areColumns(value: SettingValue): boolean {
  if (Array.isArray(value)) return value.length > 0 && value.every((one) => typeof one === "string");
  return typeof value === "string" && value !== "";
}

/** A file has no partitions of its own, as a table has: without columns all of it would be overwritten. */
function checkPartitions({ kind, options, at }: DraftDataset, problems: Problems): void {
  const mode = options.find(({ key }) => key === "mode");
  if (kind !== "file" || modeOf(mode) !== "overwrite-partitions") return;
  if (options.some(({ key }) => key === "partition-by")) return;
  const place: Location = mode?.value.at ?? startOf(at);
  problems.error("AMA1005", "`partition-by` is missing in a dataset whose partitions are overwritten.", place, {
    hint: "Name the columns, such as `partition-by: [day]`.",
  });
}

function modeOf(mode: YamlEntry | undefined): SettingValue | undefined {
  return mode?.value.kind === "scalar" ? mode.value.value : undefined;
}
