import type { Folders } from "../../model/folders.ts";
import type { Plan } from "../../model/plan.ts";
import type { Prepared } from "../reading/prepare.ts";
import type { Provided } from "../dependencies/provide-dependencies.ts";
import type { RunOptions } from "../run-options.ts";

/** Everything that a run needs, decided. */
export interface Execution {
  readonly plan: Plan;
  readonly prepared: Prepared;
  readonly provided: Provided;
  readonly folders: Folders;
  readonly options: RunOptions;
}
