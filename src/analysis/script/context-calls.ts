import type { DatasetRead, SourceUse } from "../../model/analysis.ts";
import { HOLE, isConstant } from "../constant.ts";
import { lookUp } from "../scope.ts";
import { noteRead } from "../sql-findings.ts";
import { argument, type Call, type Code, methodOf } from "./code.ts";
import { textOf } from "./constant-text.ts";
import { getters, isContext } from "./context.ts";
import type { Walk } from "./walk-state.ts";

/** Notes a call of the context; false where it is none. */
export function contextCall(call: Call, walk: Walk): boolean {
  const { method, receiver } = methodOf(call);
  const bare = receiver === undefined;
  if (bare && (walk.file.functions.has(method) || lookUp(walk.scope, method)?.is === "own")) return false;
  if (!bare && !isContext(receiver, walk.scope)) return false;
  const by = getters.get(method);
  // `get_dataset("orders")` of version 0.2 is a source of datasets.yml.
  if (by !== undefined && call.args.length > 1) datasetRead(call, by, walk);
  else if (sourceReads.has(method) || (by === "dataset" && !bare)) sourceUse(call, "read", walk);
  else if (sourceWrites.has(method) || (method === "persist" && !bare)) sourceUse(call, "write", walk);
  else if (method === "source" && !bare) sourceUse(call, "keys", walk);
  else if (method === "register" && (!bare || walk.file.dialect.registersBare)) registration(call, walk);
  else if (by !== undefined && !bare) walk.file.findings.computedReads.push(walk.file.place(call));
  else return false;
  return true;
}

const sourceReads = new Set(["loadDataset", "load_dataset"]);
const sourceWrites = new Set(["persistDataset", "persist_dataset"]);
const actionNames = ["action", "action_name", "actionName"];
const datasetNames = ["name", "dataset_name", "datasetName", "df_name", "dfName", "ds_name", "rdd_name", "rddName"];

function datasetRead(call: Call, by: DatasetRead["by"], { file, scope, facts }: Walk): void {
  const action = argument(call, 0, ...actionNames);
  const name = argument(call, action && isNamed(call, action) ? 0 : 1, ...datasetNames);
  const text = (code: Code | undefined) => textOf(code, scope, file.dialect);
  const [actionText, nameText, format] = [text(action), text(name), text(argument(call, 2, "format"))];
  if (!action || !name || !isConstant(actionText) || !isConstant(nameText)) {
    file.findings.computedReads.push(file.place(call));
    return;
  }
  const [first, last] = action.start < name.start ? [action, name] : [name, action];
  const at = file.place(first, last);
  const read = { action: actionText, name: nameText, at, by };
  noteRead(isConstant(format) && format !== "" ? { ...read, format } : read, file.findings, facts);
}

function isNamed(call: Call, value: Code): boolean {
  return call.args.some((arg) => arg.value === value && arg.name !== undefined);
}

function registration(call: Call, { file, scope }: Walk): void {
  const name = argument(call, 0, "name");
  const text = textOf(name, scope, file.dialect);
  const at = file.place(name ?? call);
  if (isConstant(text)) file.findings.registered.push({ name: text, kind: "registered", at });
  else file.findings.open.push({ because: "it registers a dataset under a computed name", at });
}

function sourceUse(call: Call, access: SourceUse["access"], { file, scope, facts }: Walk): void {
  const name = argument(call, 0, "name", "dataset_name", "datasetName");
  const text = name ? textOf(name, scope, file.dialect) : HOLE;
  if (!name || !isConstant(text)) return;
  const at = file.place(name);
  const path = { path: `\${source.${text}}`, at };
  file.findings.sources.push({ name: text, access, at });
  if (access === "write") file.findings.pathsWritten.push(path);
  else if (access === "read") {
    file.findings.pathsRead.push(path);
    facts.paths.push(path);
  }
}
