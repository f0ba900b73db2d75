import { hasErrors } from "../model/diagnostic.ts";
import type { AppHost } from "./app-host.ts";
import { earlierRuns } from "./earlier-runs.ts";
import { executePlan } from "./execute-plan.ts";
import { foldersFor } from "./folders-for.ts";
import type { JobOptions } from "./job-options.ts";
import { planJob } from "./plan-job.ts";
import { openCheckout, prepare } from "./prepare.ts";
import { provideDependencies } from "./provide-dependencies.ts";
import { giveUp, tell } from "./tell.ts";

export interface RunOptions extends JobOptions {
  readonly report: "none" | "execution" | "code" | "json";
  readonly showData: boolean;
  readonly only: readonly string[];
  readonly from?: string | undefined;
  readonly resume?: string | undefined;
  readonly inputs?: string | undefined;
  readonly keep: boolean;
  readonly failFast: boolean;
  readonly name?: string | undefined;
}

/** Runs a job; returns the exit code. Nothing is started before repo, environment, plan and jars have been found good. */
export async function run(options: RunOptions, around: AppHost): Promise<number> {
  const host: AppHost = { ...around, quiet: options.report === "none" };
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const checkout = await openCheckout(options, folders.value, host);
  if (!checkout.ok) return giveUp(checkout.diagnostics, host);
  const prepared = await prepare(checkout.value, options, folders.value, host);
  if (!prepared.ok) return giveUp(prepared.diagnostics, host);
  const earlier = await earlierRuns(options, prepared.value, folders.value);
  if (!earlier.ok) return giveUp(earlier.diagnostics, host);
  const provided = await provideDependencies(prepared.value, folders.value, host);
  if (!provided.ok) return giveUp([...prepared.diagnostics, ...provided.diagnostics], host);
  const plan = planJob(prepared.value, options, provided.value.locks, earlier.value);
  const remarks = [...checkout.diagnostics, ...prepared.diagnostics, ...provided.diagnostics, ...plan.diagnostics];
  if (!plan.ok || hasErrors(remarks)) return giveUp(remarks, host);
  if (options.report !== "none") tell(remarks, host);
  return executePlan(
    { plan: plan.value, prepared: prepared.value, provided: provided.value, folders: folders.value, options },
    host,
  );
}
