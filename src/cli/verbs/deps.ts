import { listDependencies } from "../../app/deps.ts";
import { jobOptions } from "../options.ts";
import { verb } from "../verb.ts";

export const deps = verb({
  usage: "ama deps [--repo <path|url>[//<job>]] [options]",
  summary: "Resolves the jars, Python and R packages of a job, writes their locks, and lists what comes from where.",
  positionals: { min: 0, max: 0 },
  examples: ["ama deps", "ama deps --update"],
  options: { ...jobOptions, update: { type: "boolean", help: "resolve again, even where the lock is up to date" } },
  run: (values, _, host) =>
    listDependencies(
      {
        ...values,
        update: values.update ?? false,
        param: values.param ?? [],
        set: values.set ?? [],
        strict: values.strict ?? false,
      },
      host,
    ),
});
