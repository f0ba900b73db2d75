import type { PythonRequirements } from "../../model/python-packages.ts";

/**
 * What actions need of Python beside their own requirements, by what they do:
 * `dataset`: read or publish datasets as files; `pandas`: get them as pandas' DataFrames; `duckdb`: run SQL in DuckDB;
 * `hive`, `drill`: ask such a server, whose results become files;
 * `pyspark`: pandas UDFs and `toPandas` on a Spark session.
 */
export type PythonUse = "dataset" | "pandas" | "duckdb" | "hive" | "drill" | "pyspark";

/** pandas 3 has other defaults for texts and copies than Spark 4.2's conversions expect. */
const pandas = "pandas>=2.2,<3";
const pyarrow = "pyarrow>=18";

const needs: Readonly<Record<PythonUse, readonly string[]>> = {
  dataset: [pyarrow],
  pandas: [pandas, pyarrow, "numpy>=1.26"],
  duckdb: ["duckdb>=1.1", pyarrow],
  // The protocols themselves are our own, on Python's library.
  hive: [pyarrow],
  drill: [pyarrow],
  pyspark: [pandas, pyarrow, "numpy>=1.26"],
};

/**
 * The packages that our own worker code imports. They are ranges, so that the user's versions win where they fit; where
 * not, that is a conflict, which is told before anything starts. An action that does none of these needs nothing, and
 * runs on the bare interpreter. pyspark and py4j are never among them: they come from the Spark that is used.
 */
export function runtimeRequirements(uses: Iterable<PythonUse>): PythonRequirements {
  const texts = new Set([...uses].flatMap((use) => needs[use]));
  const requirements = [...texts].sort().map((text) => ({
    text,
    name: /^[a-z0-9-]+/.exec(text)?.[0] ?? "",
    constraint: false,
  }));
  return { requirements, wheels: [] };
}

/** All of them together, each wheel once. */
export function mergeRequirements(...all: readonly PythonRequirements[]): PythonRequirements {
  const wheels = new Map(all.flatMap((one) => one.wheels.map((wheel) => [wheel.path, wheel] as const)));
  return { requirements: all.flatMap((one) => one.requirements), wheels: [...wheels.values()] };
}
