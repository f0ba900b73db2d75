import { pruneSources } from "../../repo/source-tree-prune.ts";
import { openRunIndex } from "../../state/run-index.ts";
import { openSqliteRunStore } from "../../state/sqlite-run-store.ts";
import type { StateFolder } from "../../state/state-folder.ts";

/** Removes the kept sources that no run on record was made of, and that were last used before a time; the bytes they had. */
export async function cleanSources(state: StateFolder, before: number, dryRun: boolean): Promise<number> {
  const index = await openRunIndex(state);
  const runs = index.list();
  index.close();
  const store = openSqliteRunStore(state);
  const kept = new Set<string>();
  try {
    for (const { run } of runs) {
      const bounds = await store.bounds(run);
      const first = bounds.ok ? bounds.value[0] : undefined;
      if (first?.type === "run.created") kept.add(first.source.digest);
    }
  } finally {
    store.close();
  }
  return pruneSources(`${state.root}/sources`, { kept, unusedSince: before, dryRun });
}
