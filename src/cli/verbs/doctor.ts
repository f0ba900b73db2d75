import { examine } from "../../app/doctor.ts";
import { oneOf } from "../choices.ts";
import { verb } from "../verb.ts";

export const doctor = verb({
  usage: "ama doctor [--format <text|json>]",
  summary:
    "Says what is there, what is missing, and the command that fixes it. Exit code 3 where something needed is missing.",
  positionals: { min: 0, max: 0 },
  examples: ["ama doctor"],
  options: { format: { type: "string", value: "<text|json>", help: "default: text" } },
  run: (values, _, host) =>
    oneOf("format", values.format ?? "text", ["text", "json"], host, (format) => examine({ format }, host)),
});
