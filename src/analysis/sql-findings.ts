import type { DatasetRead } from "../model/analysis.ts";
import type { Location } from "../model/location.ts";
import { variableName } from "../model/variable-name.ts";
import { HOLE } from "./constant.ts";
import type { Facts, Findings } from "./findings.ts";
import { type SqlTables, sqlTables } from "./sql-tables.ts";

/** Where what a text of SQL shows is noted, and the place that it stands at. */
export interface SqlPlace {
  readonly findings: Findings;
  readonly facts: Facts;
  readonly at: Location;
}

/** Notes what the text of `spark.sql(…)` reads and writes; what the environment decides is unknown in it. */
export function noteSql(text: string, place: SqlPlace): void {
  noteTables(sqlTables(withoutSettings(text), HOLE), place);
}

/** Notes what `spark.table("start.odd")` reads. */
export function noteTable(name: string, place: SqlPlace): void {
  noteTables(sqlTables(`FROM ${withoutSettings(name)}`, HOLE), place);
}

/** A text that looks like SQL may be handed to the session by some other way. */
export function noteLooseSql(text: string, place: SqlPlace): void {
  if (randomWord.test(text) && sqlTables(text, HOLE).random) place.facts.random = true;
  if (!mayNameTables.test(text)) return;
  for (const { parts } of sqlTables(text, HOLE).reads) noteName(parts, place);
}

export function noteRead(read: DatasetRead, findings: Findings, facts: Facts): void {
  findings.reads.push(read);
  facts.from.push(read);
}

const mayNameTables = /\b(?:from|join|table)\b/i;
const randomWord = /\b(?:rand|randn|random|uuid|shuffle|monotonically_increasing_id)\s*\(/i;
const fileFormats = new Set(["parquet", "orc", "json", "csv", "text", "avro", "delta", "binaryfile"]);

function withoutSettings(text: string): string {
  return text.replaceAll(/\$\{env\.[^}]*\}/g, HOLE);
}

function noteTables(tables: SqlTables, place: SqlPlace): void {
  const { findings, facts, at } = place;
  for (const { parts } of tables.reads) noteName(parts, place);
  if (tables.computed) findings.computedReads.push(at);
  if (tables.random) facts.random = true;
  if (tables.writes !== undefined) findings.writesOutside.push({ what: tables.writes, at });
}

/** A name of two parts may be a dataset; `parquet.`/path`` is a path; version 0.2 wrote `amacontext_start_odd`. */
export function noteName(parts: readonly string[], { findings, facts, at }: SqlPlace): void {
  const [action = "", name = "", more] = parts;
  const old = parts.length === 1 ? /^amacontext_(.+)$/i.exec(action)?.[1] : undefined;
  if (old !== undefined) (findings.variables ??= []).push({ name: variableName(old), at, optional: true });
  if (name === "" || more !== undefined) return;
  if (fileFormats.has(action.toLowerCase()) && name.includes("/")) {
    findings.pathsRead.push({ path: name, at });
    facts.paths.push({ path: name, at });
  } else noteRead({ action, name, at, by: "sql" }, findings, facts);
}
