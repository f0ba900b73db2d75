import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";

/** Plain Python, and SQL in the engine that is embedded in it: worker processes, and no JVM. */
export const pythonDescriptors: readonly RunnerDescriptor[] = [
  {
    type: "python",
    aliases: ["pandas"],
    group: "python",
    groupTypes: ["python", "pandas"],
    host: "process",
    process: "python",
    language: "python",
    runs: "source",
    takes: ["file"],
    extensions: [".py"],
  },
  {
    type: "duckdb",
    aliases: [],
    group: "sql",
    groupTypes: ["duckdb"],
    host: "process",
    process: "python",
    language: "sql",
    runs: "source",
    takes: ["file"],
    extensions: [".sql"],
  },
];
