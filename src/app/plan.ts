import type { Plan } from "../model/plan.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import type { JobOptions } from "./job-options.ts";
import { openSelectedJob } from "./planning/open-selected-job.ts";
import { planOffline } from "./planning/plan-offline.ts";
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
export async function showPlan(asked: PlanOptions, host: AppHost): Promise<number> {
  const opened = await openSelectedJob(asked, host);
  if (!opened.ok) return giveUp(opened.diagnostics, host);
  const { options, prepared, folders, earlier } = opened.value;
  const plan = await planOffline(prepared, { ...options, failFast: false }, earlier, folders, host);
  const remarks = [...opened.diagnostics, ...plan.diagnostics];
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
