import type { DatasetRead } from "../../model/analysis.ts";
import { lookUp, type Scope } from "../scope.ts";
import { type Code, methodOf, pathOf, stepsOf } from "./code.ts";

/** Names of the context object, which need no import. */
const contextNames = new Set(["AmaContext", "ama_context"]);

/** The functions of the context that read a dataset, and how each asks. */
export const getters: ReadonlyMap<string, DatasetRead["by"]> = new Map([
  ["getDataFrame", "dataframe"],
  ["getDataframe", "dataframe"],
  ["get_dataframe", "dataframe"],
  ["get_data_frame", "dataframe"],
  ["getDataset", "dataset"],
  ["getDataSet", "dataset"],
  ["get_dataset", "dataset"],
  ["get_data_set", "dataset"],
  ["getRDD", "rdd"],
  ["get_rdd", "rdd"],
]);

/** Whether a name that nothing has bound is the context's, or is imported as the context. */
export function namesContext(name: string): boolean {
  return contextNames.has(name);
}

/** Whether code is the context object: by its name, with its module, under another name, or built anew. */
export function isContext(code: Code | undefined, scope: Scope): boolean {
  if (code?.is === "call") return isBuilt(code, scope);
  const path = pathOf(code);
  if (!path) return false;
  const [first = "", ...more] = path;
  const binding = lookUp(scope, first);
  if (more.length > 0) return contextNames.has(more.at(-1) ?? "") && binding?.is !== "text";
  return binding ? binding.is === "context" : contextNames.has(first);
}

const builders = new Set(["build", "getOrCreate", "get_or_create"]);

/** `AmaContext.builder().….build()`, `AmaContext()`. */
function isBuilt(code: Code & { is: "call" }, scope: Scope): boolean {
  const { method, receiver } = methodOf(code);
  if (isContext(code.called, scope)) return true;
  if (!builders.has(method) || !receiver) return false;
  const [root] = stepsOf(receiver);
  return root !== undefined && (contextNames.has(root.name) || lookUp(scope, root.name)?.is === "context");
}
