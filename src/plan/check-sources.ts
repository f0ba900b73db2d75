import { error, warning } from "../diagnostics/report.ts";
import type { Analysis, SourceUse } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ConfiguredDataset } from "../model/environment.ts";
import type { ActionId } from "../model/job.ts";
import { nearest } from "../model/nearest.ts";
import type { ActionSettings } from "./action-settings.ts";
import type { ResolvedRead } from "./resolve-reads.ts";

/** Sources of datasets.yml that an action names and its environment does not have. */
export function checkSources(
  analyses: ReadonlyMap<ActionId, Analysis>,
  settings: ReadonlyMap<ActionId, ActionSettings>,
): Diagnostic[] {
  return [...analyses].flatMap(([id, analysis]) => {
    const of = settings.get(id);
    if (!of || analysis.sources.length === 0) return [];
    const sources = new Map(of.sources.map((source) => [source.name, source]));
    return analysis.sources.flatMap((use) => {
      const source = sources.get(use.name);
      if (!source) return [unknownSource(use, [...sources.keys()], of)];
      return source.kind === "generic" && use.access !== "keys" ? [genericSource(use, source)] : [];
    });
  });
}

function unknownSource(use: SourceUse, names: readonly string[], of: ActionSettings): Diagnostic {
  const meant = nearest(use.name, names);
  const hint = meant === undefined ? "Add it to the environment's datasets.yml." : `Did you mean "${meant}"?`;
  const message = `The environment "${of.environment.name.value}" has no source "${use.name}" in its datasets.yml.`;
  return error("AMA1617", message, { at: use.at, hint });
}

function genericSource({ name, access, at }: SourceUse, source: ConfiguredDataset): Diagnostic {
  const done = access === "read" ? "loaded" : "written";
  return error(
    "AMA1622",
    `"${name}" is a generic source, which Spark does not know how to reach: it cannot be ${done}.`,
    {
      at,
      hint: `Its keys are AmaContext.source("${name}"); what Spark can reach stands below \`file:\` or \`hive:\`.`,
      related: [{ message: "it is configured here", at: source.at }],
    },
  );
}

/** Where `FROM start.odd` could mean a configured table as well. */
export function checkHiddenTables(
  reads: readonly ResolvedRead[],
  settings: ReadonlyMap<ActionId, ActionSettings>,
): Diagnostic[] {
  return reads.flatMap(({ read, reader }) => {
    if (read.by !== "sql") return [];
    const table = settings.get(reader)?.environment.sources.find((source) => isTable(source, read.action, read.name));
    if (!table) return [];
    const name = `${read.action}.${read.name}`;
    return [
      warning("AMA1612", `"${name}" means the dataset, which hides the table of that name.`, {
        at: read.at,
        hint: `The table is reached as spark_catalog.${name}.`,
        related: [{ message: "the table is configured here", at: table.at }],
      }),
    ];
  });
}

function isTable(source: ConfiguredDataset, database: string, table: string): boolean {
  return source.kind === "hive" && source.options["database"] === database && source.options["table"] === table;
}

/** Whether an action, run twice, leaves its writes twice, as far as its source and datasets.yml show. */
export function writesOutside(analysis: Analysis | undefined, of: ActionSettings): boolean {
  if (!analysis) return false;
  if (analysis.writesOutside.length > 0) return true;
  const written = new Set(analysis.sources.filter((use) => use.access === "write").map((use) => use.name));
  return of.environment.sources.some((source) => written.has(source.name) && addsEachTime(source));
}

function addsEachTime({ kind, options }: ConfiguredDataset): boolean {
  return kind !== "generic" && options["mode"] === "append";
}
