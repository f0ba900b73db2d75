import { setUp } from "../../app/setup.ts";
import { oneOf } from "../choices.ts";
import { verb } from "../verb.ts";

export const setup = verb({
  usage: "ama setup [--format <text|json>]",
  summary:
    "Installs the managed Spark and Java, builds the runtime and prepares fast starts; the first `ama run` does the same.",
  positionals: { min: 0, max: 0 },
  examples: ["ama setup"],
  options: { format: { type: "string", value: "<text|json>", help: "default: text" } },
  run: (values, _, host) =>
    oneOf("format", values.format ?? "text", ["text", "json"], host, (format) => setUp({ format }, host)),
});
