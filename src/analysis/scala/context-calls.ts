import type { DatasetRead, SourceUse } from "../../model/analysis.ts";
import { isConstant } from "../constant.ts";
import { lookUp, type Scope } from "../scope.ts";
import { noteRead } from "../sql-findings.ts";
import { argument, type Call } from "./call.ts";
import { textOf } from "./constant-text.ts";
import type { Walk } from "./walk-state.ts";
import { pathOf, type Tree } from "./tree.ts";

/** The functions of the context that read a dataset, and how each asks. */
export const getters: Readonly<Record<string, DatasetRead["by"]>> = {
  getDataFrame: "dataframe",
  getDataset: "dataset",
  getDataSet: "dataset",
  getRDD: "rdd",
};

/** Whether an expression is the context object: `AmaContext`, with its package, or a name that was bound to it. */
export function isContext(tree: Tree | undefined, scope: Scope): boolean {
  const path = pathOf(tree);
  if (!path) return false;
  if (path.length > 1) return path.at(-1) === "AmaContext";
  const binding = lookUp(scope, path[0] ?? "");
  return binding ? binding.is === "context" : path[0] === "AmaContext";
}

/** Notes a call of the context; false where it is none. */
export function contextCall(call: Call, scope: Scope, walk: Walk): boolean {
  const bare = call.receiver === undefined;
  if (bare && (walk.ownFunctions.has(call.method) || lookUp(scope, call.method))) return false;
  if (!bare && !isContext(call.receiver, scope)) return false;
  if (Object.hasOwn(getters, call.method) && (!bare || call.args.length > 1)) {
    datasetRead(call, scope, walk);
    return true;
  }
  if (bare && !walk.importsContext.value) return false;
  if (call.method === "register") registration(call, scope, walk);
  else if (call.method === "loadDataset") sourceUse(call, "read", scope, walk);
  else if (call.method === "persistDataset") sourceUse(call, "write", scope, walk);
  else if (call.method === "source") sourceUse(call, "keys", scope, walk);
  else return false;
  return true;
}

function datasetRead(call: Call, scope: Scope, walk: Walk): void {
  const action = argument(call, 0, "action", "actionName");
  const name = argument(call, 1, "name", "dfName", "rddName", "dsName", "datasetName", "dataSetName");
  const format = argument(call, 2, "format");
  const [actionText, nameText] = [textOf(action, scope), textOf(name, scope)];
  if (!action || !name || !isConstant(actionText) || !isConstant(nameText)) {
    walk.findings.computedReads.push(walk.place(call.tree));
    return;
  }
  const formatText = format ? textOf(format, scope) : "";
  const ordered = action.pos.start < name.pos.start;
  const at = ordered ? walk.place(action, name) : walk.place(name, action);
  const read: DatasetRead = {
    action: actionText,
    name: nameText,
    ...(formatText !== "" && isConstant(formatText) ? { format: formatText } : {}),
    at,
    by: getters[call.method] ?? "dataframe",
  };
  noteRead(read, walk.findings, walk.facts);
}

function registration(call: Call, scope: Scope, walk: Walk): void {
  const name = argument(call, 0, "name");
  const text = textOf(name, scope);
  const at = walk.place(name ?? call.tree);
  if (isConstant(text)) walk.findings.registered.push({ name: text, kind: "registered", at });
  else walk.findings.open.push({ because: "it registers a dataset under a computed name", at });
}

function sourceUse(call: Call, access: SourceUse["access"], scope: Scope, walk: Walk): void {
  const name = argument(call, 0, "name");
  const text = textOf(name, scope);
  if (!name || !isConstant(text)) return;
  const at = walk.place(name);
  const path = { path: `\${source.${text}}`, at };
  walk.findings.sources.push({ name: text, access, at });
  if (access === "write") walk.findings.pathsWritten.push(path);
  else if (access === "read") {
    walk.findings.pathsRead.push(path);
    walk.facts.paths.push(path);
  }
}
