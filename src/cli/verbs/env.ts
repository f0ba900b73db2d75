import { showEnvironmentOf } from "../../app/env.ts";
import { oneOf } from "../choices.ts";
import { jobOptions } from "../options.ts";
import { verb } from "../verb.ts";

export const env = verb({
  usage: "ama env [show <name>|list] [--action <name>] [options]",
  summary:
    "Shows an environment as a run would see it, every value with the file and line it came from; or lists the environments.",
  positionals: { min: 0, max: 2 },
  examples: ["ama env show dev", "ama env show dev --action step2", "ama env list"],
  options: {
    ...jobOptions,
    action: { type: "string", value: "<name>", help: "as this action sees it" },
    format: { type: "string", value: "<text|json>", help: "default: text" },
  },
  run: (values, positionals, host) => {
    const [what = "show", name] = positionals;
    return oneOf("format", values.format ?? "text", ["text", "json"], host, (format) =>
      showEnvironmentOf(
        {
          ...values,
          what: what === "list" ? "list" : "show",
          env: name ?? (what === "show" || what === "list" ? values.env : what),
          format,
          param: values.param ?? [],
          set: values.set ?? [],
          strict: values.strict ?? false,
        },
        host,
      ),
    );
  },
});
