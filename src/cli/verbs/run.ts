import { run as runJob } from "../../app/run.ts";
import { oneOf } from "../choices.ts";
import { listOf } from "../lists.ts";
import { jobOptions } from "../options.ts";
import { verb } from "../verb.ts";

export const run = verb({
  usage: "ama run [--repo <path|url>[//<job>]] [--branch <name>] [--env <name>] [options]",
  summary:
    "Runs a job and tells what happens. Exit code 0: succeeded, 1: failed, 2: invalid, 3: environment, 130: cancelled.",
  positionals: { min: 0, max: 0 },
  examples: [
    "ama run",
    "ama run --repo https://example.com/team/pipeline.git --branch main --env production --report execution",
  ],
  options: {
    ...jobOptions,
    report: {
      type: "string",
      value: "<none|execution|code|json>",
      help: "what is printed while it runs; default: execution",
    },
    "show-data": { type: "boolean", help: "print rows of data also where output is no terminal" },
    only: { type: "string", multiple: true, value: "<a,b>", help: "run only these actions" },
    from: { type: "string", value: "<action>", help: "run this action and all that come after it" },
    resume: {
      type: "string",
      value: "<run>",
      help: "continue a failed run: use its results again where nothing changed",
    },
    inputs: { type: "string", value: "<run>", help: "the run whose datasets --only and --from read" },
    keep: { type: "boolean", help: "persist every dataset" },
    "fail-fast": { type: "boolean", help: "stop independent branches at the first failure" },
    name: { type: "string", value: "<name>", help: "a name for the run, shown in `ama runs`" },
  },
  run: (values, _, host) =>
    oneOf("report", values.report ?? "execution", ["none", "execution", "code", "json"], host, (report) =>
      runJob(
        {
          ...values,
          report,
          param: values.param ?? [],
          set: values.set ?? [],
          only: listOf(values.only),
          showData: values["show-data"] ?? host.stdout.isTerminal,
          failFast: values["fail-fast"] ?? false,
          keep: values.keep ?? false,
          strict: values.strict ?? false,
        },
        host,
      ),
    ),
});
