import type { Action, Job } from "./job.ts";

/** Every action of a job: those of the flow, each followed by its error actions at any depth, then the job's own. */
export function everyAction(job: Job): readonly Action[] {
  return [...job.actions, ...(job.error ? [job.error] : []), ...(job.finally ? [job.finally] : [])].flatMap(withErrors);
}

function withErrors(action: Action): readonly Action[] {
  return action.error === undefined ? [action] : [action, ...withErrors(action.error)];
}
