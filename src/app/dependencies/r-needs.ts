import { everyAction } from "../../model/every-action.ts";
import type { Action } from "../../model/job.ts";
import type { RWorkerPackage } from "../../model/toolchain.ts";
import { handlesDatasets } from "./python-needs.ts";
import type { Prepared } from "../reading/prepare.ts";

/** What an action that runs in R needs there beside its own packages. */
export interface RNeed {
  readonly action: Pick<Action, "id" | "name">;
  readonly packages: readonly RWorkerPackage[];
}

/** Every worker speaks JSON; datasets and Spark are reached through Python. */
export function rNeeds(prepared: Pick<Prepared, "job" | "analyses">): readonly RNeed[] {
  const handsOver = handlesDatasets(prepared);
  return everyAction(prepared.job).flatMap((action) => {
    const type = action.type.value;
    if (type !== "r" && type !== "spark-r") return [];
    return [{ action, packages: type === "spark-r" || handsOver(action) ? ["jsonlite", "reticulate"] : ["jsonlite"] }];
  });
}
