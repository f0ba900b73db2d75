import { cancelRun } from "../../app/cancel.ts";
import { verb } from "../verb.ts";

export const cancel = verb({
  usage: "ama cancel <run> [--kill]",
  summary: "Cancels a run from another terminal, and says what has really stopped.",
  positionals: { min: 1, max: 1 },
  examples: ["ama cancel 41"],
  options: { kill: { type: "boolean", help: "do not wait for the statements to end" } },
  run: (values, [run = ""], host) => cancelRun({ run, kill: values.kill ?? false }, host),
});
