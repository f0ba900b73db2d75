import { run as runJob } from "../../app/run.ts";
import { oneOf } from "../choices.ts";
import { verb } from "../verb.ts";

/** What `ama-start.sh` calls: the arguments, defaults and silence of version 0.1. */
export const start = verb({
  usage: "ama-start.sh --repo=<path|url> --env=<name> [--report=none|execution|code] [--branch=<name>]",
  summary: "Runs a job with the arguments of version 0.1. Prints nothing unless --report says so.",
  positionals: { min: 0, max: 0 },
  examples: ['ama-start.sh --repo="https://example.com/jobs.git" --env="dev" --report="code" --branch="master"'],
  options: {
    repo: { type: "string", short: "r", value: "<path|url>", help: "the job's repository" },
    branch: { type: "string", short: "b", value: "<name>", help: "branch, tag or commit; default: the remote's HEAD" },
    env: { type: "string", short: "e", value: "<name>", help: "the environment; default: default" },
    report: { type: "string", short: "p", value: "<none|execution|code|json>", help: "what is printed; default: none" },
    name: { type: "string", short: "n", value: "<name>", help: "a name for the run" },
    "job-id": { type: "string", short: "i", value: "<run>", help: "the failed run to continue" },
  },
  run: (values, _, host) =>
    oneOf("report", values.report ?? "none", ["none", "execution", "code", "json"], host, (report) =>
      runJob(
        {
          repo: values.repo,
          branch: values.branch,
          env: values.env,
          name: values.name,
          resume: values["job-id"],
          report,
          param: [],
          set: [],
          only: [],
          showData: host.stdout.isTerminal,
          failFast: false,
          keep: false,
          strict: false,
        },
        host,
      ),
    ),
});
