import type { AppHost } from "./app-host.ts";
import { executePlan } from "./execution/execute-plan.ts";
import { openSelectedJob } from "./planning/open-selected-job.ts";
import { needsOfPlan } from "./dependencies/needs.ts";
import { digestOfPackageFiles, installedBefore } from "./planning/package-files.ts";
import { planJob } from "./planning/plan-job.ts";
import { provideDependencies } from "./dependencies/provide-dependencies.ts";
import type { RunOptions } from "./run-options.ts";
import { giveUp, tell } from "./tell.ts";

/** Of the locks, those that only a plan has that needs them. */
const installable = ["jars", "spark", "python", "r"];

/** Runs a job; returns the exit code. Nothing is fetched or started before repo, environment and plan are found good. */
export async function run(asked: RunOptions, around: AppHost): Promise<number> {
  const host: AppHost = { ...around, quiet: asked.report === "none" };
  const opened = await openSelectedJob(asked, host);
  if (!opened.ok) return giveUp(opened.diagnostics, host);
  const { options, prepared, folders, earlier } = opened.value;
  const draft = planJob(prepared, options, {}, earlier);
  if (!draft.ok) return giveUp([...opened.diagnostics, ...draft.diagnostics], host);
  const provided = await provideDependencies(needsOfPlan(draft.value, prepared), prepared, folders, host);
  if (!provided.ok) return giveUp([...opened.diagnostics, ...provided.diagnostics], host);
  // Once more, since the jars are a part of what decides whether earlier results can be used again.
  const locks = { ...installedBefore(prepared, earlier, installable), ...provided.value.locks };
  const plan = planJob(prepared, options, locks, earlier);
  const remarks = [...opened.diagnostics, ...provided.diagnostics, ...plan.diagnostics];
  if (!plan.ok) return giveUp(remarks, host);
  // What is only remarked on is for `ama validate` and `ama plan` to tell; a run says what it does.
  if (options.report !== "none")
    tell(
      remarks.filter(({ severity }) => severity !== "info"),
      host,
    );
  const installed = { locks, askedBy: digestOfPackageFiles(prepared) };
  return executePlan(
    { plan: { ...plan.value, installed }, prepared, provided: provided.value, folders, options },
    host,
  );
}
