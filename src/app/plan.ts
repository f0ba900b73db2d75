import type { Plan } from "../model/plan.ts";
import type { AppHost } from "./app-host.ts";
import { earlierRuns } from "./earlier-runs.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import type { JobOptions } from "./job-options.ts";
import { planOffline } from "./plan-offline.ts";
import { openCheckout, prepare } from "./prepare.ts";
import { giveUp, tell } from "./tell.ts";

export interface PlanOptions extends JobOptions {
  readonly format: "text" | "json" | "mermaid";
  readonly only: readonly string[];
  readonly from?: string | undefined;
  readonly resume?: string | undefined;
  readonly inputs?: string | undefined;
  readonly keep: boolean;
}

/** Prints what a run would do. Starts nothing, resolves nothing, looks up no secret. */
export async function showPlan(options: PlanOptions, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const checkout = await openCheckout(options, folders.value, host);
  if (!checkout.ok) return giveUp(checkout.diagnostics, host);
  const prepared = await prepare(checkout.value, options, folders.value, host);
  if (!prepared.ok) return giveUp(prepared.diagnostics, host);
  const earlier = await earlierRuns(options, prepared.value, folders.value);
  if (!earlier.ok) return giveUp(earlier.diagnostics, host);
  const plan = await planOffline(prepared.value, { ...options, failFast: false }, earlier.value, folders.value, host);
  const remarks = [...checkout.diagnostics, ...prepared.diagnostics, ...plan.diagnostics];
  if (!plan.ok) return giveUp(remarks, host);
  tell(remarks, host);
  host.stdout.write(await render(plan.value, options.format));
  return exitCodes.succeeded;
}

async function render(plan: Plan, format: PlanOptions["format"]): Promise<string> {
  if (format === "json") return `${JSON.stringify(plan, null, 2)}\n`;
  if (format === "mermaid") return (await import("../plan/render-mermaid.ts")).renderMermaid(plan);
  return (await import("../plan/render-text.ts")).renderPlan(plan);
}
