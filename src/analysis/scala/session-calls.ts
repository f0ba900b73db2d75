import { type SqlTables, sqlTables } from "../sql-tables.ts";
import { argument, type Call, stepsOf } from "./call.ts";
import { HOLE, textOf } from "./constant-text.ts";
import { noteRead } from "./context-calls.ts";
import type { Walk } from "./findings.ts";
import { lookUp, type Scope } from "./scope.ts";
import type { Tree } from "./tree.ts";

/** Names under which a Spark session is at hand; a call of `sql` with an unknown text counts on these only. */
const session = /^(?:spark|sparkSession|session|sqlContext|sqlCtx|hiveContext|ss)$/i;

/** Notes what `spark.sql(…)` and `spark.table(…)` read; false where it is no such call. */
export function sessionCall(call: Call, scope: Scope, walk: Walk): boolean {
  if (call.method !== "sql" && call.method !== "table") return false;
  const bare = call.receiver === undefined;
  if (bare && (call.method !== "sql" || walk.ownFunctions.has("sql") || lookUp(scope, "sql"))) return false;
  const arg = argument(call, 0, "sqlText", "tableName");
  if (!arg) return false;
  const text = textOf(arg, scope).replaceAll(/\$\{env\.[^}]*\}/g, HOLE);
  const onSession = bare || stepsOf(call.receiver).some((step) => session.test(step.name));
  if (text === HOLE) {
    if (onSession) walk.findings.computedReads.push(walk.place(call.tree));
    return onSession;
  }
  walk.understood.add(arg);
  if (call.method === "sql") noteSql(sqlTables(text, HOLE), arg, walk);
  else noteTable(text, arg, walk);
  return true;
}

const mayNameTables = /\b(?:from|join|table)\b/i;

/** A text that looks like SQL may be handed to `spark.sql` by some other way. */
export function looseSql(tree: Tree, scope: Scope, walk: Walk): void {
  if (walk.understood.has(tree)) return;
  const text = textOf(tree, scope);
  if (randomWord.test(text) && sqlTables(text, HOLE).random) walk.facts.random = true;
  if (!mayNameTables.test(text)) return;
  for (const parts of sqlTables(text, HOLE).reads) notePart(parts, tree, walk);
}

const randomWord = /\b(?:rand|randn|random|uuid|shuffle|monotonically_increasing_id)\s*\(/i;

function noteSql(tables: SqlTables, tree: Tree, walk: Walk): void {
  for (const parts of tables.reads) notePart(parts, tree, walk);
  if (tables.computed) walk.findings.computedReads.push(walk.place(tree));
  if (tables.random) walk.facts.random = true;
  if (tables.writes !== undefined) walk.findings.writesOutside.push({ what: tables.writes, at: walk.place(tree) });
}

function noteTable(text: string, tree: Tree, walk: Walk): void {
  noteSql(sqlTables(`FROM ${text}`, HOLE), tree, walk);
}

const fileFormats = new Set(["parquet", "orc", "json", "csv", "text", "avro", "delta", "binaryfile"]);

/** A name of two parts may be a dataset; `parquet.`/path`` is a path. */
function notePart(parts: readonly string[], tree: Tree, walk: Walk): void {
  const [action = "", name = "", more] = parts;
  if (name === "" || more !== undefined) return;
  const at = walk.place(tree);
  if (fileFormats.has(action.toLowerCase()) && name.includes("/")) {
    walk.findings.pathsRead.push({ path: name, at });
    walk.facts.paths.push({ path: name, at });
  } else noteRead(walk, { action, name, at, by: "sql" });
}
