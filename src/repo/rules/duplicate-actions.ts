import type { Action } from "../../model/job.ts";
import type { JobRule } from "./job-rule.ts";

/** Names of actions are unique in the flow; the job's own `error` and `finally` share its names. */
export const duplicateActions: JobRule = (job, { files: { problems } }) => {
  const seen = new Map<string, Action>();
  for (const action of [...job.actions, ...(job.error ? [job.error] : []), ...(job.finally ? [job.finally] : [])]) {
    const first = seen.get(action.name);
    if (first === undefined) seen.set(action.name, action);
    else {
      problems.error("AMA1102", `There are two actions named \`${action.name}\`.`, action.at, {
        hint: "Give one of them another name.",
        related: [{ message: "the first one", at: first.at }],
      });
    }
  }
};
