import type { Action, Job } from "../../model/job.ts";
import type { Location } from "../../model/location.ts";
import type { JobRule } from "./job-rule.ts";

interface Edge {
  readonly to: string;
  readonly at: Location;
}

/** No action waits for itself, over however many others. */
export const cycles: JobRule = (job, { files: { problems } }) => {
  const edges = edgesOf(job);
  const done = new Set<string>();
  for (const { name } of job.actions) {
    const cycle = findCycle(name, edges, done);
    const first = cycle?.[0];
    if (cycle === undefined || first === undefined) continue;
    const path = cycle.map(({ to }) => `\`${to}\``).join(" waits for ");
    problems.error(
      "AMA1106",
      `Actions wait for each other in a circle: ${path} waits for \`${first.to}\`.`,
      cycle.at(-1)?.at,
      {
        hint: "Remove one of these from `after`.",
      },
    );
  }
};

/** What each action waits for: its `after`, else the action above it. */
function edgesOf({ actions }: Job): ReadonlyMap<string, readonly Edge[]> {
  return new Map(actions.map((action, i) => [action.name, edgesOfOne(action, actions[i - 1])]));
}

function edgesOfOne(action: Action, above: Action | undefined): readonly Edge[] {
  if (action.after !== undefined) return action.after.map(({ value, at }) => ({ to: value, at }));
  // Two of one name have been reported as such.
  return above === undefined || above.name === action.name ? [] : [{ to: above.name, at: action.at }];
}

/** The edges of a cycle that is reached from `start`; what was walked through goes to `done`, and is not walked again. */
function findCycle(
  start: string,
  edges: ReadonlyMap<string, readonly Edge[]>,
  done: Set<string>,
): readonly Edge[] | undefined {
  const path: { edge: Edge | undefined; name: string; rest: Edge[] }[] = [];
  const onPath = new Map<string, number>();
  const enter = (name: string, edge: Edge | undefined) => {
    onPath.set(name, path.length);
    path.push({ edge, name, rest: [...(edges.get(name) ?? [])] });
  };
  if (!done.has(start)) enter(start, undefined);
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const edge = top.rest.shift();
    if (edge === undefined) {
      done.add(top.name);
      onPath.delete(top.name);
      path.pop();
      continue;
    }
    const back = onPath.get(edge.to);
    if (back !== undefined) {
      for (const { name } of path) done.add(name);
      return [...path.slice(back + 1).flatMap((step) => step.edge ?? []), edge];
    }
    if (!done.has(edge.to)) enter(edge.to, edge);
  }
  return undefined;
}
