import type { ResolvedJars } from "../model/dependencies.ts";
import type { PythonEnvironment } from "../model/python-packages.ts";
import type { RLibrary } from "../model/r-packages.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import type { JobOptions } from "./job-options.ts";
import { needsOfJob } from "./dependencies/needs.ts";
import { type OpenedJob, openJob } from "./reading/open-job.ts";
import { provideDependencies } from "./dependencies/provide-dependencies.ts";
import type { ProvidedPackages } from "./dependencies/provide-packages.ts";
import { asksForPython, providePython } from "./dependencies/provide-python.ts";
import { asksForR, provideR } from "./dependencies/provide-r.ts";
import { pythonNeeds } from "./dependencies/python-needs.ts";
import { rNeeds } from "./dependencies/r-needs.ts";
import { giveUp, tell } from "./tell.ts";

export interface DepsOptions extends JobOptions {
  /** Resolve again although the lock fits. */
  readonly update: boolean;
}

const noJars: Pick<ResolvedJars, "jars" | "provided" | "missing" | "lockFile"> = {
  jars: [],
  provided: [],
  missing: [],
};

/** Resolves the jars, Python packages and R packages of a job, keeps the locks, and lists what comes from where. */
export async function listDependencies(options: DepsOptions, host: AppHost): Promise<number> {
  const opened = await openJob(options, host);
  if (!opened.ok) return giveUp(opened.diagnostics, host);
  const { prepared, folders } = opened.value;
  const provided = await provideDependencies(needsOfJob(prepared), prepared, folders, host, options.update);
  if (!provided.ok) return giveUp(provided.diagnostics, host);
  tell(provided.diagnostics, host);
  const jars = provided.value.spark?.jars ?? noJars;
  const { renderTable } = await import("../plan/render-table.ts");
  const rows = [
    ...jars.jars.map((jar) => [jar.coordinates, "used", jar.declared ? "this job" : jar.askedBy.join(", ")]),
    ...jars.provided.map((jar) => [
      jar.coordinates,
      `left out: Spark has ${jar.has}`,
      jar.declared ? "this job" : jar.askedBy.join(", "),
    ]),
    ...jars.missing.map((jar) => [
      jar.coordinates,
      "in no repository",
      jar.declared ? "this job" : jar.askedBy.join(", "),
    ]),
  ];
  host.stdout.write(
    rows.length === 0 ? "This job needs no jars.\n" : `${renderTable([["artifact", "is", "asked for by"], ...rows])}\n`,
  );
  if (jars.lockFile !== undefined) host.stdout.write(`\nLock: ${jars.lockFile}\n`);
  // Those that actions need have just been resolved again.
  const isUpdated = provided.value.python !== undefined;
  const python = await listPythonPackages(opened.value, host, options.update && !isUpdated);
  return python === exitCodes.succeeded ? listRPackages(opened.value, host, options.update) : python;
}

/** Says nothing where the job asks for no Python packages. */
async function listPythonPackages({ prepared, folders }: OpenedJob, host: AppHost, update: boolean): Promise<number> {
  const needs = pythonNeeds(prepared);
  if (!asksForPython(needs, prepared)) return exitCodes.succeeded;
  const provided = await providePython(needs, prepared, folders, host, update);
  if (!provided.ok) return giveUp(provided.diagnostics, host);
  tell(provided.diagnostics, host);
  await listPackages(provided.value, "Python", provided.value.python.version, host);
  return exitCodes.succeeded;
}

/** Says nothing where the job asks for no R packages. */
async function listRPackages({ prepared, folders }: OpenedJob, host: AppHost, update: boolean): Promise<number> {
  const needs = rNeeds(prepared);
  if (!asksForR(needs, prepared)) return exitCodes.succeeded;
  const provided = await provideR(needs, prepared, folders, host, update);
  if (!provided.ok) return giveUp(provided.diagnostics, host);
  tell(provided.diagnostics, host);
  await listPackages(provided.value, "R", provided.value.r.version, host);
  return exitCodes.succeeded;
}

/** One table for each set of packages that has a lock. */
async function listPackages(
  { ofJob, ofActions }: ProvidedPackages<PythonEnvironment | RLibrary>,
  language: string,
  version: string,
  host: AppHost,
): Promise<void> {
  const { renderTable } = await import("../plan/render-table.ts");
  for (const { packages, lockFile } of new Set([ofJob, ...ofActions.values()])) {
    if (lockFile === undefined) continue;
    const rows = packages.map((one) => [one.name, one.version]);
    host.stdout.write(`\n${renderTable([[`${language} package`, "version"], ...rows])}\n`);
    host.stdout.write(`\n${language} ${version}; lock: ${lockFile}\n`);
  }
}
