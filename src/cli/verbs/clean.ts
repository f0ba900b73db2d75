import { clean as cleanUp } from "../../app/clean.ts";
import { verb } from "../verb.ts";

export const clean = verb({
  usage: "ama clean [--older-than <14d>] [--caches] [--dry-run]",
  summary:
    "Removes records of ended runs with their working data, and, with --caches, what can be fetched again; says what.",
  positionals: { min: 0, max: 0 },
  examples: ["ama clean --older-than 14d", "ama clean --caches --dry-run"],
  options: {
    "older-than": { type: "string", value: "<age>", help: "records older than this: 12h, 14d, 8w; default: 14d" },
    caches: { type: "boolean", help: "also clones, jars, compiled actions and analyses" },
    "dry-run": { type: "boolean", help: "only say what would be removed" },
  },
  run: (values, _, host) =>
    cleanUp(
      { olderThan: values["older-than"] ?? "14d", caches: values.caches ?? false, dryRun: values["dry-run"] ?? false },
      host,
    ),
});
