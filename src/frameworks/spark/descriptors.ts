import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";

const onSpark = { group: "spark", host: "spark", takes: ["reference", "file"] } as const;

/** The runners that share one Spark context. */
export const sparkDescriptors: readonly RunnerDescriptor[] = [
  {
    ...onSpark,
    type: "spark-scala",
    aliases: ["scala"],
    groupTypes: ["scala", "scala-shell"],
    language: "scala",
    runs: "source",
    extensions: [".scala", ".sc"],
  },
  {
    ...onSpark,
    type: "spark-python",
    aliases: ["pyspark"],
    groupTypes: ["pyspark", "python"],
    language: "python",
    runs: "source",
    extensions: [".py"],
  },
  {
    ...onSpark,
    type: "spark-r",
    aliases: ["sparkr"],
    groupTypes: ["r", "sparkr"],
    language: "r",
    runs: "source",
    extensions: [".R", ".r"],
  },
  {
    ...onSpark,
    type: "spark-sql",
    aliases: [],
    groupTypes: ["sql"],
    language: "sql",
    runs: "source",
    extensions: [".sql"],
  },
  {
    ...onSpark,
    type: "spark-jar",
    aliases: [],
    groupTypes: ["jar", "scala-jar", "java-jar"],
    runs: "class",
    extensions: [".jar"],
  },
];
