import type { ActionId } from "../../model/job.ts";
import { datasetKey } from "../../model/run-state.ts";
import { type Command, hasSucceeded, isSettled, stateOf, type View } from "../view.ts";
import { isHostNeeded } from "./end-hosts.ts";

/** Lets hosts forget the objects that nobody will read any more, unless the host ends anyway. */
export function releaseDatasets(view: View): readonly Command[] {
  const onHosts = [...view.state.datasets.values()].filter(({ on }) => on !== undefined);
  if (onHosts.length === 0) return [];
  const needed = neededDatasets(view);
  return onHosts
    .filter(({ action, dataset }) => !needed.has(datasetKey(action, dataset.name)))
    .filter(({ on }) => on !== undefined && isInUse(view, on))
    .map(({ action, dataset }) => ({ type: "dataset.released", action, name: dataset.name }));
}

function isInUse(view: View, id: string): boolean {
  const host = view.state.hosts.get(id);
  return host?.life.is === "ready" && isHostNeeded(view, host.planned);
}

/** What actions still to come will read, and what must be there to make again those of it that are lost. */
function neededDatasets(view: View): ReadonlySet<string> {
  const needed = new Set<string>();
  const visited = new Set<ActionId>();
  const visit = (reader: ActionId): void => {
    if (visited.has(reader)) return;
    visited.add(reader);
    for (const { action, name } of view.index.reads.get(reader) ?? []) {
      const key = datasetKey(action, name);
      needed.add(key);
      if (!view.state.datasets.has(key) && hasSucceeded(stateOf(view, action))) visit(action);
    }
  };
  for (const { id } of view.plan.actions) {
    const state = stateOf(view, id);
    if (!isSettled(state) || state.is === "remaking") visit(id);
  }
  return needed;
}
