import type { Action, ActionId, Job } from "../model/job.ts";
import type { ActionRole } from "../model/plan.ts";

export interface ListedAction {
  readonly action: Action;
  readonly role: ActionRole;
  /** Its place in the job's list, which orders what nothing else does. */
  readonly index: number;
}

/** Every action of a job: each of the flow with its error actions behind it, then the job's own `error` and `finally`. */
export function listActions(job: Job): ListedAction[] {
  const listed: ListedAction[] = [];
  const add = (action: Action, role: ActionRole): void => {
    listed.push({ action, role, index: listed.length });
    // oxlint-disable-next-line unicorn/no-thenable -- a word of maki.yml; a role is never awaited
    if (action.error) add(action.error, { is: "error", of: action.id, then: action.error.then });
  };
  for (const action of job.actions) add(action, { is: "flow" });
  if (job.error) add(job.error, { is: "job-error" });
  if (job.finally) add(job.finally, { is: "finally" });
  return listed;
}

/** The actions whose failure leads to this one: its parent, and if that is an error action, what that one is for. */
export function parentsOf(listed: ListedAction, byId: ReadonlyMap<ActionId, ListedAction>): ActionId[] {
  const parents: ActionId[] = [];
  for (let at: ListedAction | undefined = listed; at?.role.is === "error"; ) {
    parents.push(at.role.of);
    at = byId.get(at.role.of);
  }
  return parents;
}
