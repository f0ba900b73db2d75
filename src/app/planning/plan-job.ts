import { availableParallelism } from "node:os";
import type { Plan } from "../../model/plan.ts";
import type { Result } from "../../model/result.ts";
import type { EarlierRun, Selection } from "../../plan/plan-input.ts";
import { planRun } from "../../plan/plan-run.ts";
import type { Prepared } from "../reading/prepare.ts";
import { withSourceLines } from "../reading/with-source-lines.ts";

/** Which part of the job is meant. */
export interface SelectionOptions {
  readonly only: readonly string[];
  readonly from?: string | undefined;
  readonly keep: boolean;
  readonly failFast: boolean;
}

/** Plans a prepared job; pure but for the number of cores. `locks` are digests of the lock files. */
export function planJob(
  prepared: Prepared,
  options: SelectionOptions,
  locks: Readonly<Record<string, string>>,
  earlier: Earlier,
): Result<Plan> {
  const { job, environment, analyses, digests, checkout } = prepared;
  const planned = planRun({
    job,
    environment,
    analyses,
    sources: digests,
    locks,
    descriptors: prepared.descriptors,
    selection: selectionOf(options, earlier),
    options: {
      failFast: options.failFast,
      keep: options.keep,
      baseDirectory: checkout.baseDir,
      cores: availableParallelism(),
    },
  });
  return withSourceLines(planned, checkout.tree);
}

/** The run to continue, or whose datasets are read. */
export interface Earlier {
  readonly resume?: EarlierRun;
  readonly inputs?: EarlierRun;
}

function selectionOf({ only, from }: SelectionOptions, { resume, inputs }: Earlier): Selection {
  const given = inputs === undefined ? {} : { inputs };
  if (resume !== undefined) return { is: "resume", earlier: resume };
  if (from !== undefined) return { is: "from", action: from, ...given };
  if (only.length > 0) return { is: "only", actions: only, ...given };
  return { is: "all" };
}
