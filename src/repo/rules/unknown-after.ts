import { nearest } from "../../model/nearest.ts";
import type { JobRule } from "./job-rule.ts";

/** `after` names actions of the flow. */
export const unknownAfter: JobRule = (_job, { files: { problems }, flowNames: flow, found }) => {
  let searches = 0;
  for (const { value, at } of found.after) {
    if (flow.has(value)) continue;
    // Each search walks through all names.
    const near = searches++ < 20 ? nearest(value, flow) : undefined;
    const hint =
      near === undefined ? `The actions are: ${[...flow].slice(0, 20).join(", ")}.` : `Did you mean \`${near}\`?`;
    problems.error("AMA1105", `There is no action named \`${value}\` in the flow.`, at, { hint });
  }
  for (const action of found.actions) {
    const at = flow.has(action.id) || action.after?.length === 0 ? undefined : action.after?.[0]?.at;
    if (at !== undefined) {
      problems.warning("AMA1113", "`after` has no effect on an action outside of the flow.", at, {
        hint: "Remove it.",
      });
    }
  }
};
