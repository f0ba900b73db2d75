import { fold, initialState } from "../engine/core/fold.ts";
import type { PublishedDataset } from "../model/event.ts";
import type { ActionId } from "../model/job.ts";
import type { Plan } from "../model/plan.ts";
import type { RunState } from "../model/run-state.ts";
import type { RunStore } from "../engine/ports.ts";

/** What an action of an earlier run left that a new run can use again. */
export interface LastResult {
  readonly action: ActionId;
  readonly fingerprint: string;
  /** The run that really made it: an earlier one where it was itself reused. */
  readonly run: string;
  /** Datasets that lie in files, and so outlive the run. */
  readonly persisted: readonly PublishedDataset[];
  /** Names of datasets that were handed over by reference only, and are gone. */
  readonly gone: readonly string[];
}

/** The results of the actions that succeeded in a run, by action. `plan` is the one that it was run by. */
export async function lastResults(
  store: Pick<RunStore, "read">,
  run: string,
  plan: Plan,
): Promise<ReadonlyMap<ActionId, LastResult>> {
  let state = initialState(plan);
  for await (const events of store.read(run)) state = events.reduce(fold, state);
  return new Map(
    plan.actions.flatMap(({ id, fingerprint }) => {
      const made = madeBy(state, run, id);
      return made === undefined ? [] : [[id, { action: id, fingerprint, ...made }] as const];
    }),
  );
}

function madeBy(
  state: RunState,
  run: string,
  action: ActionId,
): Pick<LastResult, "run" | "persisted" | "gone"> | undefined {
  const progress = state.actions.get(action)?.state;
  switch (progress?.is) {
    case "reused": {
      const reused = [...state.datasets.values()].filter((held) => held.action === action);
      return { run: progress.run, persisted: reused.map((held) => held.dataset), gone: [] };
    }
    case "succeeded":
      return { run, ...split(state.attempts.get(progress.attempt)?.published ?? []) };
    case "remaking":
      return { run, ...split(state.attempts.get(progress.succeeded)?.published ?? []) };
    default:
      return undefined;
  }
}

function split(published: readonly PublishedDataset[]): Pick<LastResult, "persisted" | "gone"> {
  return {
    persisted: published.filter((dataset) => dataset.path !== undefined),
    gone: published.filter((dataset) => dataset.path === undefined).map((dataset) => dataset.name),
  };
}
