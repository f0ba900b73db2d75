import { error } from "../../diagnostics/report.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { openRunIndex, type RunSummary } from "../../state/run-index.ts";
import type { StateFolder } from "../../state/state-folder.ts";

/** The run that a user means by `41`, a ULID or a part of one, or `last`. */
export async function findRun(state: StateFolder, reference: string): Promise<Result<RunSummary>> {
  const index = await openRunIndex(state);
  try {
    const found = index.find(reference);
    return found === undefined ? failed(noSuchRun(reference), ...index.remarks) : ok(found);
  } finally {
    index.close();
  }
}

function noSuchRun(reference: string) {
  return error("AMA2010", `There is no run ${reference} on record.`, { hint: "`ama runs` lists them." });
}
