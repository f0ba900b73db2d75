import type { ConnectionKind } from "../../model/environment.ts";
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
  server("hive", [".sql", ".hql"]),
  server("drill", [".sql"]),
];

/** SQL that a server runs, which is asked from a worker process. It cannot read the datasets of other actions. */
function server(type: ConnectionKind, extensions: readonly string[]): RunnerDescriptor {
  return {
    type,
    aliases: [],
    group: "sql",
    groupTypes: [type],
    host: "process",
    process: "python",
    language: "sql",
    runs: "source",
    takes: [],
    connection: type,
    extensions,
  };
}
