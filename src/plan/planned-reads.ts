import type { PlannedExecution, PlannedPublication, PlannedRead } from "../model/plan.ts";
import type { ActionId } from "../model/job.ts";
import type { ReadBy } from "./publications.ts";

/** How an action gets each dataset that it reads; one entry for each dataset, however often it is read. */
export function plannedReads(
  reads: readonly ReadBy[],
  publications: ReadonlyMap<ActionId, readonly PlannedPublication[]>,
  executions: ReadonlyMap<ActionId, PlannedExecution>,
  hostOf: ReadonlyMap<ActionId, string>,
): PlannedRead[] {
  const certain = new Set(reads.filter(({ read }) => read.by !== "sql").map(keyOf));
  const planned = new Map<string, PlannedRead>();
  for (const read of reads) {
    const key = keyOf(read);
    const optional = certain.has(key) ? {} : { optional: true };
    const means = meansFor(read, publications, executions, hostOf);
    if (!planned.has(key) || means.as === "reference") {
      planned.set(key, { action: read.producer, name: read.name, ...means, ...optional, at: read.read.at });
    }
  }
  return [...planned.values()];
}

function keyOf(read: ReadBy): string {
  return `${read.producer}\0${read.name}`;
}

/** A written dataset is read from its file, which spares computing it twice; only an RDD is handed over where it can be. */
function meansFor(
  read: ReadBy,
  publications: ReadonlyMap<ActionId, readonly PlannedPublication[]>,
  executions: ReadonlyMap<ActionId, PlannedExecution>,
  hostOf: ReadonlyMap<ActionId, string>,
): Pick<PlannedRead, "as" | "format"> {
  const execution = executions.get(read.producer);
  if (execution?.is === "reuse") {
    const format = execution.datasets.find((dataset) => dataset.name === read.name)?.format;
    return { as: "file", ...(format === undefined ? {} : { format }) };
  }
  const publication = publications.get(read.producer)?.find((one) => one.name === read.name);
  const isAtHand = read.takesReference && read.host === hostOf.get(read.producer);
  if (publication?.as !== "file" || (read.read.by === "rdd" && isAtHand)) return { as: "reference" };
  return { as: "file", ...(publication.format === undefined ? {} : { format: publication.format }) };
}
