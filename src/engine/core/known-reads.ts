import type { PublishedDataset } from "../../model/event.ts";
import type { ActionId } from "../../model/job.ts";
import type { PlannedAction } from "../../model/plan.ts";
import { datasetKey } from "../../model/run-state.ts";
import type { IndexedRead } from "./plan-index.ts";
import { attemptOf, stateOf, type View } from "./view.ts";

/** In a plan: every dataset of an action that has no entry of its own. */
export const everything = "*";

/** What an action reads, with the names that its producers have really published in the place of `*`. */
export function knownReads(view: View, reader: PlannedAction): readonly IndexedRead[] {
  const reads = view.index.reads.get(reader.id) ?? [];
  if (!reads.some(({ name }) => name === everything)) return reads;
  const named = new Set(reads.map(({ key }) => key));
  return reads.flatMap((read) => {
    if (read.name !== everything) return [read];
    const published = publishedBy(view, read.action).map(({ name }) => ({ name, key: datasetKey(read.action, name) }));
    return published.filter(({ key }) => !named.has(key)).map((one) => ({ ...read, ...one }));
  });
}

function publishedBy(view: View, action: ActionId): readonly PublishedDataset[] {
  const state = stateOf(view, action);
  switch (state.is) {
    case "succeeded":
      return attemptOf(view, state.attempt).published;
    case "remaking":
      return attemptOf(view, state.succeeded).published;
    default:
      return [...view.state.datasets.values()].filter((held) => held.action === action).map((held) => held.dataset);
  }
}
