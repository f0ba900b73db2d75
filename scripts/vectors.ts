import { parseArgs } from "node:util";
import * as v from "valibot";
import { json } from "../src/protocol/messages/values.ts";
import { playVectors, sumUp } from "./test/play-vectors.ts";

/**
 * Plays the runner vectors against a runner:
 *
 *     node scripts/vectors.ts --type example-python -- python3 protocol/example_runner.py
 *
 * `--only a,b` plays those vectors, `--transcript` shows what went over the wire where one failed, `--host-file <json>`
 * is for a runner that is started as the Spark host is, by `AMA_HOST_FILE`.
 */
const { values, positionals: command } = parseArgs({
  allowPositionals: true,
  options: {
    type: { type: "string" },
    "host-file": { type: "string" },
    only: { type: "string" },
    transcript: { type: "boolean", default: false },
  },
});
if (values.type === undefined || command.length === 0) {
  console.error("usage: node scripts/vectors.ts --type <type> [--only a,b] [--transcript] -- <command>");
  process.exit(2);
}
const hostFile = values["host-file"];
const runner = {
  command,
  type: values.type,
  ...(hostFile === undefined ? {} : { hostFile: v.parse(v.record(v.string(), json), JSON.parse(hostFile)) }),
};
process.exitCode = sumUp([await playVectors(runner, { only: values.only?.split(","), transcript: values.transcript })]);
