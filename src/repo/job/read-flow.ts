import type { Action } from "../../model/job.ts";
import { type Fields, reportType, startOf } from "../fields.ts";
import { type ActionContext, readAction } from "./read-action.ts";

/** The actions under `flow:`, or 0.2's `seq:`. */
export function readFlow(fields: Fields, context: ActionContext): Action[] {
  const { problems } = context.files;
  const node = fields.node("flow", "seq");
  if (fields.has("flow") && fields.has("seq")) {
    problems.error("AMA1109", "The job has both `flow` and `seq`.", fields.keyAt("seq"), { hint: "Keep one of them." });
  }
  if (node === undefined) {
    if (!fields.lacks("flow")) return [];
    problems.error("AMA1005", "`flow` is missing in maki.yml.", startOf(fields.at), {
      hint: "Add `flow:` with a list of actions, each with `name`, `type` and `file`.",
    });
    return [];
  }
  if (node.kind === "list" && node.items.length > 0)
    return node.items.flatMap((item) => readAction(item, context) ?? []);
  if (node.kind === "list" || (node.kind === "scalar" && node.value === null)) {
    problems.error("AMA1112", "The flow has no actions.", startOf(node.at), { hint: oneAction });
  } else reportType(node, "`flow`", "a list of actions", problems, oneAction);
  return [];
}

const oneAction = "Begin each action with `- name: …`.";

/** The names that stand in the flow, readable or not. */
export function flowNames(fields: Fields): ReadonlySet<string> {
  const node = fields.node("flow", "seq");
  const actions = node?.kind === "list" ? node.items : [];
  return new Set(
    actions.flatMap((action) => {
      const name = action.kind === "map" ? action.entries.get("name")?.value : undefined;
      return name?.kind === "scalar" ? [typeof name.value === "string" ? name.value : name.text] : [];
    }),
  );
}
