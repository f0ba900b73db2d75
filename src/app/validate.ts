import { diagnosticsAsGithub } from "../diagnostics/github.ts";
import { diagnosticsAsJson } from "../diagnostics/json.ts";
import { renderDiagnostics } from "../diagnostics/render.ts";
import { diagnosticsAsSarif } from "../diagnostics/sarif.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { hasErrors } from "../model/diagnostic.ts";
import type { Folders } from "../model/folders.ts";
import { version } from "../model/version.ts";
import type { Checkout } from "../repo/git-open-repo.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodeFor, exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import type { JobOptions } from "./job-options.ts";
import { openCheckout, prepareEvery } from "./reading/prepare.ts";
import { giveUp } from "./tell.ts";

export interface ValidateOptions extends JobOptions {
  readonly format: "text" | "json" | "sarif" | "github";
}

/** Finds every problem of a repo that can be known without starting anything, and prints them all. */
export async function validateJob(options: ValidateOptions, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  // What is needed next is loaded while git answers.
  const [checkout] = await Promise.all([
    openCheckout(options, folders.value, host),
    import("../repo/check-repo.ts"),
    import("./planning/plan-offline.ts"),
  ]);
  if (!checkout.ok) return report(checkout.diagnostics, options, host);
  const found = await problemsOf(checkout.value, options, folders.value, host);
  return report([...checkout.diagnostics, ...found], options, host);
}

/** Of all environments; of the first one that is good, or the one asked for, also of the plan. */
async function problemsOf(
  checkout: Checkout,
  options: ValidateOptions,
  folders: Folders,
  host: AppHost,
): Promise<readonly Diagnostic[]> {
  const every = await prepareEvery(checkout, options, folders, host);
  if (every.prepared === undefined) return every.diagnostics;
  const { planOffline } = await import("./planning/plan-offline.ts");
  const plan = await planOffline(every.prepared, { only: [], keep: false, failFast: false }, {}, folders, host);
  return [...every.diagnostics, ...plan.diagnostics];
}

function report(diagnostics: readonly Diagnostic[], { format }: ValidateOptions, host: AppHost): number {
  const { stdout } = host;
  switch (format) {
    case "json":
      stdout.write(`${JSON.stringify(diagnosticsAsJson(diagnostics), null, 2)}\n`);
      break;
    case "sarif":
      stdout.write(`${JSON.stringify(diagnosticsAsSarif(diagnostics, version), null, 2)}\n`);
      break;
    case "github":
      stdout.write(diagnosticsAsGithub(diagnostics));
      break;
    case "text":
      stdout.write(diagnostics.length === 0 ? "No problems.\n" : renderDiagnostics(diagnostics, stdout));
  }
  return hasErrors(diagnostics) ? exitCodeFor(diagnostics) : exitCodes.succeeded;
}
