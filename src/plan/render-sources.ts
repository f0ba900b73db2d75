import type { ConfiguredDataset } from "../model/environment.ts";
import type { ActionId } from "../model/job.ts";
import { formatLocation } from "../model/location.ts";
import type { Plan, PlannedSourceUse } from "../model/plan.ts";
import { isSecretText, type SettingValue } from "../model/setting.ts";
import { listOf } from "./list-of.ts";
import { renderTable } from "./render-table.ts";

/** Which sources of datasets.yml are loaded and written, by whom and where they lie; nothing where none is. */
export function renderSources({ actions }: Plan): string {
  const rows = new Map<string, Row>();
  for (const { id, execution, sources, run } of actions) {
    for (const use of execution.is === "run" ? sources : []) {
      const source = run.sources.find(({ name }) => name === use.name);
      if (source !== undefined) note(use, source, id, rows);
    }
  }
  const lines = [...rows.values()].map(({ source, does, by }) => [
    source.name,
    `${does} by ${listOf(by)}`,
    placeText(source),
    formatLocation(source.at).replace(/:\d+$/, ""),
  ]);
  return lines.length === 0 ? "" : renderTable([["source", "how", "where", "defined at"], ...lines]);
}

interface Row {
  readonly source: ConfiguredDataset;
  readonly does: string;
  readonly by: ActionId[];
}

/** Actions that use one definition in one way share a row; an action's own definition is another one. */
function note(use: PlannedSourceUse, source: ConfiguredDataset, id: ActionId, rows: Map<string, Row>): void {
  const key = `${use.access} ${use.name} ${formatLocation(source.at)}`;
  const row = rows.get(key) ?? { source, does: accessText(use.access, source), by: [] };
  row.by.push(id);
  rows.set(key, row);
}

function accessText(access: PlannedSourceUse["access"], { options }: ConfiguredDataset): string {
  if (access === "read") return "loaded";
  if (access === "keys") return "asked for its keys";
  switch (options["mode"]) {
    case "append":
      return "appended to";
    case "overwrite":
      return "overwritten";
    case "overwrite-partitions":
      return "overwritten by partitions";
    default:
      return "created";
  }
}

function placeText({ kind, options }: ConfiguredDataset): string {
  if (kind === "generic") return "generic";
  const { uri, format, database, table } = options;
  if (kind === "file") return `${valueText(format ?? "parquet")} at ${valueText(uri)}`;
  return `table ${[database, table]
    .filter((part) => part !== undefined)
    .map(valueText)
    .join(".")}`;
}

function valueText(value: SettingValue | undefined): string {
  if (value === undefined || value === null) return "";
  if (typeof value !== "object") return String(value);
  if (!isSecretText(value)) return JSON.stringify(value);
  return value.$secret.map((part) => (typeof part === "string" ? part : "(secret)")).join("");
}
