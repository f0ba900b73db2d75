import type { ConfiguredDataset } from "../model/environment.ts";
import type { JsonValue } from "../model/json.ts";
import { formatLocation } from "../model/location.ts";
import type { ExternalDataset } from "../protocol/messages/datasets.ts";

/** A configured dataset whose secrets have been filled in. */
export type RevealedSource = Omit<ConfiguredDataset, "options"> & {
  readonly options: Readonly<Record<string, JsonValue>>;
};

const modes = ["overwrite", "append", "overwrite-partitions", "error"] as const;

/** What the runner is told of a source or target of datasets.yml. */
export function sourceRequest(source: RevealedSource): ExternalDataset {
  const { name, kind, at, options: keys } = source;
  const known = { name, keys, definedAt: formatLocation(at).replace(/:\d+$/, "") };
  if (kind === "generic") return known;
  const { uri, format, mode, database, table, options, "partition-by": partitions, ...others } = keys;
  const columns = partitions === undefined ? [] : [partitions].flat().map(textOf);
  const chosen = modes.find((one) => one === mode);
  return {
    ...known,
    ...(kind === "file" ? { uri: textOf(uri) } : { table: tableName(database, table) }),
    ...(format === undefined ? {} : { format: textOf(format) }),
    ...(chosen === undefined ? {} : { mode: chosen }),
    ...(columns.length === 0 ? {} : { partitionBy: columns }),
    options: texts({
      ...others,
      ...mapOf(options),
      // A table that lies in a place of its own: what Spark calls an external one.
      ...(kind === "hive" && uri !== undefined ? { path: uri } : {}),
    }),
  };
}

/** Without a database the name is taken as it stands, and may have several parts. */
function tableName(database: JsonValue | undefined, table: JsonValue | undefined): string {
  if (database === undefined || database === null) return textOf(table);
  return [database, table].map((part) => quoted(textOf(part))).join(".");
}

function quoted(part: string): string {
  return /^[a-zA-Z_]\w*$/.test(part) ? part : `\`${part.replaceAll("`", "``")}\``;
}

function mapOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue>> {
  return typeof value === "object" && value !== null && !isList(value) ? value : {};
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function texts(options: Readonly<Record<string, JsonValue>>): Record<string, string> {
  const given = Object.entries(options).filter(([, value]) => value !== null);
  return Object.fromEntries(given.map(([key, value]) => [key, textOf(value)]));
}

function textOf(value: JsonValue | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
