import { error } from "../diagnostics/report.ts";
import { everyAction } from "../model/every-action.ts";
import { nearest } from "../model/nearest.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { SourceFiles } from "../model/source-files.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import type { JobOptions } from "./job-options.ts";
import { knownRunners } from "./reading/known-runners.ts";
import { openCheckout } from "./reading/prepare.ts";
import { giveUp, tell } from "./tell.ts";

export interface EnvOptions extends JobOptions {
  readonly what: "show" | "list";
  readonly action?: string | undefined;
  readonly format: "text" | "json";
}

/** Prints an environment, every value with the place it came from, or the names of all. */
export async function showEnvironmentOf(options: EnvOptions, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const checkout = await openCheckout(options, folders.value, host);
  if (!checkout.ok) return giveUp(checkout.diagnostics, host);
  const runners = await knownRunners(checkout.value, folders.value, host, { online: false, update: false });
  if (!runners.ok) return giveUp(runners.diagnostics, host);
  const { descriptors } = runners.value;
  const { tree } = checkout.value;
  return options.what === "list" ? list(tree, descriptors, options, host) : show(tree, descriptors, options, host);
}

async function list(
  tree: SourceFiles,
  descriptors: readonly RunnerDescriptor[],
  { strict, format }: EnvOptions,
  host: AppHost,
): Promise<number> {
  const { readJob } = await import("../repo/read-job.ts");
  const { listEnvironments } = await import("../repo/list-environments.ts");
  const job = readJob(tree, descriptors, { strict });
  if (!job.ok) return giveUp(job.diagnostics, host);
  const names = listEnvironments(tree, job.value);
  host.stdout.write(format === "json" ? `${JSON.stringify(names)}\n` : names.map((name) => `${name}\n`).join(""));
  return exitCodes.succeeded;
}

async function show(
  tree: SourceFiles,
  descriptors: readonly RunnerDescriptor[],
  options: EnvOptions,
  host: AppHost,
): Promise<number> {
  const { readRepo } = await import("../repo/read-repo.ts");
  const { formatOrigin, showEnvironment } = await import("../repo/show-environment.ts");
  const read = readRepo(tree, descriptors, {
    ...(options.env === undefined ? {} : { env: options.env }),
    set: options.set,
    params: options.param,
    processEnv: host.env,
    strict: options.strict,
  });
  if (!read.ok) return giveUp(read.diagnostics, host);
  const ids = everyAction(read.value.job).map(({ id }) => id);
  if (options.action !== undefined && !ids.includes(options.action))
    return giveUp([noAction(options.action, ids)], host);
  tell(read.diagnostics, host);
  const values = showEnvironment(read.value.environment, options.action).map(({ path, value, origin }) => ({
    path,
    value,
    from: formatOrigin(origin),
  }));
  if (options.format === "json") {
    host.stdout.write(`${JSON.stringify(values, null, 2)}\n`);
    return exitCodes.succeeded;
  }
  const { renderTable } = await import("../plan/render-table.ts");
  const rows = values.map(({ path, value, from }) => [
    path,
    // A text of several lines would break the table.
    typeof value === "string" && !/\p{Cc}/u.test(value) ? value : JSON.stringify(value),
    from,
  ]);
  host.stdout.write(`${renderTable([["value", "is", "from"], ...rows])}\n`);
  return exitCodes.succeeded;
}

function noAction(name: string, ids: readonly string[]) {
  const near = nearest(name, ids);
  const hint = near === undefined ? `The actions are ${ids.join(", ")}.` : `Did you mean \`${near}\`?`;
  return error("AMA2012", `The job has no action \`${name}\`.`, { hint });
}
