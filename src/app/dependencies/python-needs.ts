import type { PythonUse } from "../../deps/python/runtime-requirements.ts";
import type { Analysis } from "../../model/analysis.ts";
import { everyAction } from "../../model/every-action.ts";
import type { Action } from "../../model/job.ts";
import type { Prepared } from "../reading/prepare.ts";
import type { PythonNeed } from "./provide-python.ts";

/** What each action of a job that runs in Python, or that is helped by one, does there. */
export function pythonNeeds(prepared: Prepared): readonly PythonNeed[] {
  const handsOver = handlesDatasets(prepared);
  return everyAction(prepared.job).flatMap((action) => {
    const uses = usesOf(action, prepared, handsOver(action));
    return uses === undefined ? [] : [{ action, uses }];
  });
}

/** Undefined for what has nothing to do with Python. */
function usesOf(
  { type, source }: Action,
  { checkout }: Prepared,
  handsOver: boolean,
): readonly PythonUse[] | undefined {
  const withPandas = source.kind === "file" && mentionsPandas(checkout.tree.read(source.path));
  switch (type.value) {
    case "duckdb":
    case "hive":
    case "drill":
      return [type.value];
    case "python":
      return withPandas || handsOver ? ["pandas"] : [];
    case "spark-python":
      // On a Spark context datasets are handed over by reference, as Spark's own DataFrames.
      return withPandas ? ["pyspark"] : [];
    case "r":
      return handsOver ? ["dataset"] : undefined;
    case "spark-r":
      return ["dataset"];
    default:
      return undefined;
  }
}

/** Tells whether an action reads datasets or sources, publishes some by its declaration, or another one reads from it. */
export function handlesDatasets({ job, analyses }: Pick<Prepared, "job" | "analyses">): (action: Action) => boolean {
  const read = new Set([...analyses.values()].flatMap(({ reads }) => reads.map(({ action }) => action)));
  return ({ id, name, publishes }) =>
    job.publish === "all" || publishes.length > 0 || read.has(name) || readsDatasets(analyses.get(id));
}

function readsDatasets(analysis: Analysis | undefined): boolean {
  if (analysis === undefined) return false;
  return [analysis.reads, analysis.computedReads, analysis.sources].some((some) => some.length > 0);
}

/** What needs pandas, Arrow and NumPy shows by their names, or by Spark's that call for them. */
function mentionsPandas(source: Uint8Array | undefined): boolean {
  return /\b(import|from)\s+(pandas|numpy|pyarrow)\b|\bpandas_udf\b|\.toPandas\(|\bInPandas\(|\bInArrow\(/.test(
    new TextDecoder().decode(source),
  );
}
