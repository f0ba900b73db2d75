import type { Folders } from "../../model/folders.ts";
import { ok, type Result } from "../../model/result.ts";
import type { AppHost } from "../app-host.ts";
import { foldersFor } from "../folders-for.ts";
import type { JobOptions } from "../job-options.ts";
import { openCheckout, type Prepared, prepare } from "./prepare.ts";

/** A job, and where this user's things lie. */
export interface OpenedJob {
  readonly prepared: Prepared;
  readonly folders: Folders;
}

/** What every verb begins with that works on one job in one environment; remarks of all steps come with the value. */
export async function openJob(options: JobOptions, host: AppHost): Promise<Result<OpenedJob>> {
  const folders = foldersFor(host);
  if (!folders.ok) return folders;
  const checkout = await openCheckout(options, folders.value, host);
  if (!checkout.ok) return checkout;
  const prepared = await prepare(checkout.value, options, folders.value, host);
  const remarks = [...checkout.diagnostics, ...prepared.diagnostics];
  return prepared.ok
    ? ok({ prepared: prepared.value, folders: folders.value }, remarks)
    : { ok: false, diagnostics: remarks };
}
