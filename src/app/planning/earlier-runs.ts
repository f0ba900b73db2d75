import { error } from "../../diagnostics/report.ts";
import type { Folders } from "../../model/folders.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import type { EarlierRun } from "../../plan/plan-input.ts";
import { checkRecord } from "../../state/check-record.ts";
import { lastResults } from "../../state/last-results.ts";
import { readPlan } from "../../state/run-files.ts";
import { openRunIndex } from "../../state/run-index.ts";
import { openSqliteRunStore } from "../../state/sqlite-run-store.ts";
import { type StateFolder, stateFolder } from "../../state/state-folder.ts";
import { findRun } from "../records/find-run.ts";
import type { Earlier } from "./plan-job.ts";
import type { Prepared } from "../reading/prepare.ts";

export interface EarlierOptions {
  readonly resume?: string | undefined;
  readonly inputs?: string | undefined;
  readonly only: readonly string[];
  readonly from?: string | undefined;
}

/** The earlier runs that a command builds upon: the one to continue, or the one whose datasets it reads. */
export async function earlierRuns(
  wanted: EarlierOptions,
  prepared: Prepared,
  folders: Folders,
): Promise<Result<Earlier>> {
  const state = stateFolder(folders.state);
  if (wanted.resume !== undefined) {
    const resume = await earlierRun(state, wanted.resume);
    return resume.ok ? ok({ resume: resume.value }) : resume;
  }
  if (wanted.inputs !== undefined) {
    const inputs = await earlierRun(state, wanted.inputs);
    return inputs.ok ? ok({ inputs: inputs.value }) : inputs;
  }
  const partly = wanted.only.length > 0 || wanted.from !== undefined;
  const last = partly ? await lastSucceeded(state, prepared) : undefined;
  if (last === undefined) return ok({});
  const inputs = await earlierRun(state, last);
  return inputs.ok ? ok({ inputs: inputs.value }) : inputs;
}

async function lastSucceeded(
  state: StateFolder,
  { job, environment, checkout }: Prepared,
): Promise<string | undefined> {
  const index = await openRunIndex(state);
  try {
    const runs = index.list({ job: job.name, environment: environment.name, status: "succeeded" });
    return runs.find((run) => run.repo === checkout.origin.repo)?.run;
  } finally {
    index.close();
  }
}

async function earlierRun(state: StateFolder, reference: string): Promise<Result<EarlierRun>> {
  const found = await findRun(state, reference);
  if (!found.ok) return found;
  const { run, alias } = found.value;
  const checked = await checkRecord(state, run);
  if (!checked.ok) return checked;
  const plan = await readPlan(state, run);
  if (plan === undefined) return failed(noPlan(reference));
  const results = await lastResults(openSqliteRunStore(state), run, plan);
  const actions = [...results].map(
    ([id, { fingerprint, persisted, gone }]) => [id, { fingerprint, datasets: persisted, gone }] as const,
  );
  const installed = plan.installed === undefined ? {} : { installed: plan.installed };
  return ok({ run: String(alias), actions: Object.fromEntries(actions), ...installed });
}

function noPlan(reference: string) {
  const hint = "Its plan.json was removed or damaged; run the whole job instead.";
  return error("AMA2011", `The record of run ${reference} holds no plan that can be read.`, { hint });
}
