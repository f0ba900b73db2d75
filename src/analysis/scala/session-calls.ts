import { HOLE } from "../constant.ts";
import { lookUp, type Scope } from "../scope.ts";
import { noteLooseSql, noteSql, noteTable } from "../sql-findings.ts";
import { argument, type Call, stepsOf } from "./call.ts";
import { textOf } from "./constant-text.ts";
import type { Tree } from "./tree.ts";
import type { Walk } from "./walk-state.ts";

/** Names under which a Spark session is at hand; a call of `sql` with an unknown text counts on these only. */
const session = /^(?:spark|sparkSession|session|sqlContext|sqlCtx|hiveContext|ss)$/i;

/** Notes what `spark.sql(…)` and `spark.table(…)` read; false where it is no such call. */
export function sessionCall(call: Call, scope: Scope, walk: Walk): boolean {
  if (call.method !== "sql" && call.method !== "table") return false;
  const bare = call.receiver === undefined;
  if (bare && (call.method !== "sql" || walk.ownFunctions.has("sql") || lookUp(scope, "sql"))) return false;
  const arg = argument(call, 0, "sqlText", "tableName");
  if (!arg) return false;
  const text = textOf(arg, scope);
  const onSession = bare || stepsOf(call.receiver).some((step) => session.test(step.name));
  if (text.replaceAll(/\$\{env\.[^}]*\}/g, HOLE) === HOLE) {
    if (onSession) walk.findings.computedReads.push(walk.place(call.tree));
    return onSession;
  }
  walk.understood.add(arg);
  const place = { findings: walk.findings, facts: walk.facts, at: walk.place(arg) };
  if (call.method === "sql") noteSql(text, place);
  else noteTable(text, place);
  return true;
}

/** A text that looks like SQL may be handed to `spark.sql` by some other way. */
export function looseSql(tree: Tree, scope: Scope, walk: Walk): void {
  if (walk.understood.has(tree)) return;
  noteLooseSql(textOf(tree, scope), { findings: walk.findings, facts: walk.facts, at: walk.place(tree) });
}
