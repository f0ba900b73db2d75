import { checkRunner } from "../../app/check-runner.ts";
import { listOf } from "../lists.ts";
import { verb } from "../verb.ts";

export const runner = verb({
  usage: "ama runner check <runner.yml | folder> [options]",
  summary: "Plays the conformance vectors of the runner protocol against a runner, and says how each went.",
  positionals: { min: 2, max: 2 },
  examples: ["ama runner check ./runners/flink", "ama runner check ./runners/flink --only runner-run --transcript"],
  options: {
    type: { type: "string", value: "<type>", help: "which of the runner's types to try; the first one without it" },
    only: { type: "string", multiple: true, value: "<a,b>", help: "play only these vectors" },
    transcript: {
      type: "boolean",
      help: "where one failed, show what went over the wire, and what the runner said on stderr",
    },
  },
  run: (values, [what = "", manifest = ""], host) =>
    checkRunner(
      {
        what,
        manifest,
        type: values.type,
        only: listOf(values.only),
        transcript: values.transcript ?? false,
      },
      host,
    ),
});
