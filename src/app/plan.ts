import type { Plan } from "../model/plan.ts";
import type { AppHost } from "./app-host.ts";
import { asItWas } from "./as-it-was.ts";
import { earlierRuns } from "./earlier-runs.ts";
import { exitCodes } from "./exit-codes.ts";
import type { JobOptions } from "./job-options.ts";
import { openJob } from "./open-job.ts";
import { planOffline } from "./plan-offline.ts";
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
  const meant = await asItWas(asked, host);
  if (!meant.ok) return giveUp(meant.diagnostics, host);
  const options = meant.value;
  const opened = await openJob(options, host);
  if (!opened.ok) return giveUp(opened.diagnostics, host);
  const { prepared, folders } = opened.value;
  const earlier = await earlierRuns(options, prepared, folders);
  if (!earlier.ok) return giveUp(earlier.diagnostics, host);
  const plan = await planOffline(prepared, { ...options, failFast: false }, earlier.value, folders, host);
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
