import { listRuns, showRun } from "../../app/runs.ts";
import { oneOf } from "../choices.ts";
import { verb } from "../verb.ts";

export const runs = verb({
  usage: "ama runs [--job <name>] [--limit <n>] | ama runs show <run>",
  summary: "Lists the runs on record, the newest first; or shows one: its actions, attempts, statements and datasets.",
  positionals: { min: 0, max: 2 },
  examples: ["ama runs", "ama runs show 41", "ama runs --format json"],
  options: {
    job: { type: "string", value: "<name>", help: "only this job's" },
    limit: { type: "string", value: "<n>", help: "how many; default: 20" },
    format: { type: "string", value: "<text|json>", help: "default: text" },
  },
  run: (values, positionals, host) =>
    oneOf("format", values.format ?? "text", ["text", "json"], host, (format) => {
      const run = positionals[0] === "show" ? positionals[1] : positionals[0];
      return run === undefined ? listRuns({ ...values, format }, host) : showRun({ run, format }, host);
    }),
});
