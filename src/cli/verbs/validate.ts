import { validateJob } from "../../app/validate.ts";
import { oneOf } from "../choices.ts";
import { jobOptions } from "../options.ts";
import { verb } from "../verb.ts";

export const validate = verb({
  usage: "ama validate [--repo <path|url>[//<job>]] [--env <name>] [options]",
  summary:
    "Checks a repo, all its environments and its sources, and lists every problem. Starts nothing; needs no Java.",
  positionals: { min: 0, max: 0 },
  examples: ["ama validate", "ama validate --repo examples/flights --format github"],
  options: {
    ...jobOptions,
    format: { type: "string", value: "<text|json|sarif|github>", help: "default: text" },
  },
  run: (values, _, host) =>
    oneOf("format", values.format ?? "text", ["text", "json", "sarif", "github"], host, (format) =>
      validateJob(
        { ...values, format, param: values.param ?? [], set: values.set ?? [], strict: values.strict ?? false },
        host,
      ),
    ),
});
