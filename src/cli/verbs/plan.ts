import { showPlan } from "../../app/plan.ts";
import { oneOf } from "../choices.ts";
import { listOf } from "../lists.ts";
import { jobOptions } from "../options.ts";
import { verb } from "../verb.ts";

export const plan = verb({
  usage: "ama plan [--repo <path|url>[//<job>]] [--env <name>] [options]",
  summary:
    "Shows what a run would do: the order of the actions, their hosts, and where every dataset goes and why. Starts nothing.",
  positionals: { min: 0, max: 0 },
  examples: ["ama plan", "ama plan --env production --format mermaid"],
  options: {
    ...jobOptions,
    format: { type: "string", value: "<text|json|mermaid>", help: "default: text" },
    only: { type: "string", multiple: true, value: "<a,b>", help: "plan only these actions" },
    from: { type: "string", value: "<action>", help: "plan this action and all that come after it" },
    resume: { type: "string", value: "<run>", help: "plan the continuation of a failed run" },
    inputs: { type: "string", value: "<run>", help: "the run whose datasets --only and --from read" },
    keep: { type: "boolean", help: "persist every dataset" },
  },
  run: (values, _, host) =>
    oneOf("format", values.format ?? "text", ["text", "json", "mermaid"], host, (format) =>
      showPlan(
        {
          ...values,
          format,
          param: values.param ?? [],
          set: values.set ?? [],
          only: listOf(values.only),
          keep: values.keep ?? false,
          strict: values.strict ?? false,
        },
        host,
      ),
    ),
});
