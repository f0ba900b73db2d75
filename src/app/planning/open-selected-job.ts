import { ok, type Result } from "../../model/result.ts";
import type { AppHost } from "../app-host.ts";
import { asItWas } from "./as-it-was.ts";
import { type EarlierOptions, earlierRuns } from "./earlier-runs.ts";
import type { JobOptions } from "../job-options.ts";
import { type OpenedJob, openJob } from "../reading/open-job.ts";
import type { Earlier } from "./plan-job.ts";

/** A job, and the part of it that is meant. */
export interface SelectedJob<T> extends OpenedJob {
  /** With all that the run to continue decides. */
  readonly options: T;
  readonly earlier: Earlier;
}

/** What every verb begins with that plans all of a job or a part of it; remarks of all steps come with the value. */
export async function openSelectedJob<T extends JobOptions & EarlierOptions>(
  asked: T,
  host: AppHost,
): Promise<Result<SelectedJob<T>>> {
  const meant = await asItWas(asked, host);
  if (!meant.ok) return meant;
  const options = meant.value;
  const opened = await openJob(options, host);
  if (!opened.ok) return opened;
  const { prepared, folders } = opened.value;
  const earlier = await earlierRuns(options, prepared, folders);
  if (!earlier.ok) return earlier;
  return ok({ ...opened.value, options, earlier: earlier.value }, opened.diagnostics);
}
