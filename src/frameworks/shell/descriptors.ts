import type { RunnerDescriptor } from "../../model/runner-descriptor.ts";

/** Scripts, run by bash, or by what their first line names. */
export const shellDescriptors: readonly RunnerDescriptor[] = [
  {
    type: "shell",
    aliases: ["bash", "sh"],
    group: "shell",
    groupTypes: ["bash", "sh", "shell"],
    host: "process",
    process: "shell",
    language: "shell",
    runs: "source",
    takes: ["file"],
    ownFiles: true,
    extensions: [".sh", ".bash"],
  },
];
