import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";

/** The runners that share one Spark context. */
export const sparkDescriptors: readonly RunnerDescriptor[] = [
  {
    type: "spark-scala",
    aliases: ["scala"],
    group: "spark",
    groupTypes: ["scala", "scala-shell"],
    host: "spark",
    language: "scala",
    runs: "source",
    takes: ["reference", "file"],
    extensions: [".scala", ".sc"],
  },
  {
    type: "spark-jar",
    aliases: [],
    group: "spark",
    groupTypes: ["jar", "scala-jar", "java-jar"],
    host: "spark",
    runs: "class",
    takes: ["reference", "file"],
    extensions: [".jar"],
  },
];
