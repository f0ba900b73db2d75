import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";

/** Plain R: worker processes, and no JVM. */
export const rDescriptors: readonly RunnerDescriptor[] = [
  {
    type: "r",
    aliases: [],
    group: "r",
    groupTypes: ["r"],
    host: "process",
    process: "r",
    language: "r",
    runs: "source",
    takes: ["file"],
    extensions: [".R", ".r"],
  },
];
