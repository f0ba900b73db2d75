import { setUp } from "../../app/setup.ts";
import { verb } from "../verb.ts";

export const setup = verb({
  usage: "ama setup",
  summary:
    "Installs the managed Spark and Java, builds the runtime and prepares fast starts; the first `ama run` does the same.",
  positionals: { min: 0, max: 0 },
  examples: ["ama setup"],
  options: {},
  run: (_values, _positionals, host) => setUp(host),
});
