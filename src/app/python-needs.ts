import type { PythonUse } from "../deps/python/runtime-requirements.ts";
import type { Analysis } from "../model/analysis.ts";
import { everyAction } from "../model/every-action.ts";
import type { Prepared } from "./prepare.ts";
import type { PythonNeed } from "./provide-python.ts";

/** What each action of a job that runs in Python, or in an engine inside of it, does there. */
export function pythonNeeds({ job, analyses, checkout }: Prepared): readonly PythonNeed[] {
  const read = new Set([...analyses.values()].flatMap(({ reads }) => reads.map(({ action }) => action)));
  return everyAction(job).flatMap((action) => {
    const type = action.type.value;
    if (type === "duckdb") return [{ action, uses: ["duckdb"] as const }];
    if (type !== "python" && type !== "spark-python") return [];
    const importsPandas = action.source.kind === "file" && mentionsPandas(checkout.tree.read(action.source.path));
    // On a Spark context datasets are handed over by reference, as Spark's own DataFrames.
    const handsOver = type === "python" && (read.has(action.name) || readsDatasets(analyses.get(action.id)));
    return [{ action, uses: usesOf(type, importsPandas || handsOver) }];
  });
}

function usesOf(type: "python" | "spark-python", withPandas: boolean): readonly PythonUse[] {
  if (!withPandas) return [];
  return [type === "python" ? "pandas" : "pyspark"];
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
