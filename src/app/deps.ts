import type { AppHost } from "./app-host.ts";
import { exitCodes } from "./exit-codes.ts";
import { foldersFor } from "./folders-for.ts";
import type { JobOptions } from "./job-options.ts";
import { openCheckout, prepare } from "./prepare.ts";
import { provideDependencies } from "./provide-dependencies.ts";
import { giveUp, tell } from "./tell.ts";

export interface DepsOptions extends JobOptions {
  /** Resolve again although the lock fits. */
  readonly update: boolean;
}

/** Resolves the jars of a job, keeps the lock, and lists what comes from where. */
export async function listDependencies(options: DepsOptions, host: AppHost): Promise<number> {
  const folders = foldersFor(host);
  if (!folders.ok) return giveUp(folders.diagnostics, host);
  const checkout = await openCheckout(options, folders.value, host);
  if (!checkout.ok) return giveUp(checkout.diagnostics, host);
  const prepared = await prepare(checkout.value, options, folders.value, host);
  if (!prepared.ok) return giveUp(prepared.diagnostics, host);
  const provided = await provideDependencies(prepared.value, folders.value, host, options.update);
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
