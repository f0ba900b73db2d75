import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import type { JobOptions } from "./job-options.ts";
import { openJob } from "./open-job.ts";
import { provideDependencies } from "./provide-dependencies.ts";
import { giveUp, tell } from "./tell.ts";

export interface DepsOptions extends JobOptions {
  /** Resolve again although the lock fits. */
  readonly update: boolean;
}

/** Resolves the jars of a job, keeps the lock, and lists what comes from where. */
export async function listDependencies(options: DepsOptions, host: AppHost): Promise<number> {
  const opened = await openJob(options, host);
  if (!opened.ok) return giveUp(opened.diagnostics, host);
  const { prepared, folders } = opened.value;
  const provided = await provideDependencies(prepared, folders, host, options.update);
  if (!provided.ok) return giveUp(provided.diagnostics, host);
  tell(provided.diagnostics, host);
  const { jars } = provided.value;
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
  return exitCodes.succeeded;
}
