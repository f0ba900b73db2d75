import type { Folders } from "../../model/folders.ts";
import type { Plan } from "../../model/plan.ts";
import { ok, type Result, unlessErrors } from "../../model/result.ts";
import { managedSparks, supportedSparks } from "../../toolchain/supported.ts";
import type { AppHost } from "../app-host.ts";
import { checkDeclaredJars } from "../dependencies/check-declared-jars.ts";
import { checkDeclaredPackages } from "../dependencies/check-declared-packages.ts";
import { readDeclaredJars } from "../dependencies/declared-jars.ts";
import { locksOf } from "../dependencies/locks.ts";
import { installedBefore } from "./package-files.ts";
import { needsOfJob } from "../dependencies/needs.ts";
import { type Earlier, planJob, type SelectionOptions } from "./plan-job.ts";
import type { Prepared } from "../reading/prepare.ts";
import { resolveJobJars } from "../dependencies/resolve-job-jars.ts";

/**
 * Plans without Java and without the network, and writes nothing but the repo's own jars into the cache: the others count
 * as far as they are locked here.
 */
export async function planOffline(
  prepared: Prepared,
  options: SelectionOptions,
  earlier: Earlier,
  folders: Folders,
  host: AppHost,
): Promise<Result<Plan>> {
  const remarks = checkDeclaredPackages(prepared);
  const installed = needsOfJob(prepared).spark ? await lockedSpark(prepared, folders, host) : ok({});
  if (!installed.ok) return { ok: false, diagnostics: [...remarks, ...installed.diagnostics] };
  const locks = locksOf({ ...installed.value, ...installedBefore(prepared, earlier, ["python", "r"]) }, prepared);
  const plan = planJob(prepared, options, locks, earlier);
  const diagnostics = [...remarks, ...installed.diagnostics, ...plan.diagnostics];
  return plan.ok ? unlessErrors(plan.value, diagnostics) : { ok: false, diagnostics };
}

/** What would decide results of a run on Spark, as far as it can be told without resolving anything. */
async function lockedSpark(
  prepared: Prepared,
  folders: Folders,
  host: AppHost,
): Promise<Result<Readonly<Record<string, string>>>> {
  const declared = readDeclaredJars(prepared);
  if (!declared.ok) return declared;
  const spark = prepared.environment.base.sparkVersion?.value ?? managedSparks[0]?.version ?? "";
  const scala = supportedSparks.find(({ minor }) => spark.startsWith(`${minor}.`))?.scala ?? "2.13";
  const session = { spark, scala, jarsFolder: "" };
  const offline: AppHost = { ...host, env: { ...host.env, AMA_OFFLINE: "1" } };
  const jars = await resolveJobJars(declared.value, prepared, session, "", folders, offline);
  const remarks = [...declared.diagnostics, ...checkDeclaredJars(declared.value, prepared, scala)];
  return ok({ jars: jars.ok ? jars.value.digest : "not resolved", spark }, remarks);
}
