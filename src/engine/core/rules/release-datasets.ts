import type { ActionId } from "../../../model/job.ts";
import { datasetKey } from "../../../model/run-state.ts";
import { everything, knownReads } from "../known-reads.ts";
import { type Command, hasSucceeded, plannedAction, stateOf, unexecuted, type View } from "../view.ts";
import { isHostNeeded } from "./end-hosts.ts";

/** Lets hosts forget the objects that nobody will read any more, unless the host ends anyway. */
export function releaseDatasets(view: View): readonly Command[] {
  const candidates = [...view.state.datasets.values()].filter(
    ({ action, dataset, on }) =>
      on !== undefined &&
      isInUse(view, on) &&
      !hasReader(view, datasetKey(action, dataset.name)) &&
      !hasReader(view, datasetKey(action, everything)),
  );
  if (candidates.length === 0) return [];
  const needed = neededDatasets(view);
  return candidates
    .filter(({ action, dataset }) => !needed.has(datasetKey(action, dataset.name)))
    .map(({ action, dataset }) => ({ type: "dataset.released", action, name: dataset.name }));
}

function isInUse(view: View, id: string): boolean {
  const host = view.state.hosts.get(id);
  return host?.life.is === "ready" && isHostNeeded(view, host.planned);
}

/** Whether an action still to come reads it; most datasets have one, so the longer way is seldom gone. */
function hasReader(view: View, key: string): boolean {
  return (view.index.readers.get(key) ?? []).some((reader) => isStillToCome(view, reader));
}

function isStillToCome(view: View, action: ActionId): boolean {
  return unexecuted.includes(stateOf(view, action).is);
}

/** What actions still to come will read, and what must be there to make again those of it that are lost. */
function neededDatasets(view: View): ReadonlySet<string> {
  const needed = new Set<string>();
  const visited = new Set<ActionId>();
  const visit = (reader: ActionId): void => {
    if (visited.has(reader)) return;
    visited.add(reader);
    for (const { action, key } of knownReads(view, plannedAction(view, reader))) {
      needed.add(key);
      if (!view.state.datasets.has(key) && hasSucceeded(stateOf(view, action))) visit(action);
    }
  };
  for (const { id } of view.actionsIn(...unexecuted)) visit(id);
  return needed;
}
