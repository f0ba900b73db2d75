import { printLogs } from "../../app/logs.ts";
import { verb } from "../verb.ts";

export const logs = verb({
  usage: "ama logs <run> [<action>] [--attempt <n>] [--host]",
  summary: "Prints what the actions of a run printed, or the log of its Spark host.",
  positionals: { min: 1, max: 2 },
  examples: ["ama logs 41", "ama logs 41 step2 --attempt 2", "ama logs 41 --host"],
  options: {
    attempt: { type: "string", value: "<n>", help: "only this attempt; default: all" },
    host: { type: "boolean", help: "the log of the Spark host instead" },
  },
  run: (values, [run = "", action], host) =>
    printLogs(
      { run, ...(action === undefined ? {} : { action }), attempt: values.attempt, hostLog: values.host ?? false },
      host,
    ),
});
