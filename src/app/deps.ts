import type { ResolvedJars } from "../model/dependencies.ts";
import type { PythonEnvironment } from "../model/python-packages.ts";
import type { RLibrary } from "../model/r-packages.ts";
import { ok, type Result } from "../model/result.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import type { JobOptions } from "./job-options.ts";
import { needsOfJob } from "./dependencies/needs.ts";
import { openJob } from "./reading/open-job.ts";
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

/** Resolves the jars, Python packages and R packages of a job, keeps the locks, and lists what comes from where. */
export async function listDependencies(options: DepsOptions, host: AppHost): Promise<number> {
  const opened = await openJob(options, host);
  if (!opened.ok) return giveUp(opened.diagnostics, host);
  tell(opened.diagnostics, host);
  const { prepared, folders } = opened.value;
  const provided = await provideDependencies(needsOfJob(prepared), prepared, folders, host, options.update);
  if (!provided.ok) return giveUp(provided.diagnostics, host);
  tell(provided.diagnostics, host);
  await listJars(provided.value.spark?.jars, host);
  const pythons = pythonNeeds(prepared);
  const python = await packagesOf(provided.value.python, asksForPython(pythons, prepared), () =>
    providePython(pythons, prepared, folders, host, options.update),
  );
  if (!python.ok) return giveUp(python.diagnostics, host);
  tell(python.diagnostics, host);
  if (python.value !== undefined) await listPackages(python.value, "Python", python.value.python.version, host);
  const rs = rNeeds(prepared);
  const r = await packagesOf(provided.value.r, asksForR(rs, prepared), () =>
    provideR(rs, prepared, folders, host, options.update),
  );
  if (!r.ok) return giveUp(r.diagnostics, host);
  tell(r.diagnostics, host);
  if (r.value !== undefined) await listPackages(r.value, "R", r.value.r.version, host);
  return exitCodes.succeeded;
}

async function listJars(jars: ResolvedJars | undefined, host: AppHost): Promise<void> {
  const { renderTable } = await import("../plan/render-table.ts");
  const { jars: used = [], provided = [], missing = [], lockFile } = jars ?? {};
  const rows = [
    ...used.map((jar) => [jar.coordinates, "used", askersOf(jar)]),
    ...provided.map((jar) => [jar.coordinates, `left out: Spark has ${jar.has}`, askersOf(jar)]),
    ...missing.map((jar) => [jar.coordinates, "in no repository", askersOf(jar)]),
  ];
  host.stdout.write(
    rows.length === 0 ? "This job needs no jars.\n" : `${renderTable([["artifact", "is", "asked for by"], ...rows])}\n`,
  );
  if (lockFile !== undefined) host.stdout.write(`\nLock: ${lockFile}\n`);
}

function askersOf({ declared, askedBy }: { readonly declared: boolean; readonly askedBy: readonly string[] }): string {
  return declared ? "this job" : askedBy.join(", ");
}

/** What the actions have got already, or what only the job declares; nothing where it asks for no packages of that language. */
async function packagesOf<T>(there: T | undefined, asks: boolean, provide: () => Promise<Result<T>>) {
  return there !== undefined || !asks ? ok(there) : provide();
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
