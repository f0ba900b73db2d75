import { join } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { json } from "../src/protocol/messages.ts";
import { playRunner } from "../src/protocol/vectors/play-runner.ts";
import { readVectors } from "../src/protocol/vectors/read-vectors.ts";

/**
 * Plays the runner vectors against a runner:
 *
 *     node scripts/vectors.ts --type example-python -- python3 protocol/example_runner.py
 *     node scripts/vectors.ts --type spark-scala --host-file '{"classesDir": "{folder}/classes", …}' -- java …
 *
 * `--only a,b` plays those vectors, `--transcript` shows what went over the wire where one failed.
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
  console.error("usage: node scripts/vectors.ts --type <type> [--only a,b] [--host-file <json>] -- <command>");
  process.exit(2);
}
const hostFile = values["host-file"];
const runner = {
  command,
  type: values.type,
  ...(hostFile === undefined ? {} : { hostFile: v.parse(v.record(v.string(), json), JSON.parse(hostFile)) }),
};
const only = values.only?.split(",");
const { vectors, sources } = await readVectors(join(import.meta.dirname, "../protocol"));
const count = { passed: 0, skipped: 0, failed: 0 };

for (const vector of vectors) {
  if (vector.side !== "runner" || (only !== undefined && !only.includes(vector.name))) continue;
  const before = performance.now();
  const result = await playRunner(vector, runner, sources);
  count[result.is]++;
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  const why =
    result.is === "failed" ? `step ${result.step}: ${result.what}` : result.is === "skipped" ? result.why : "";
  console.log(`${{ passed: "✓", skipped: "-", failed: "✗" }[result.is]} ${vector.name} (${seconds} s) ${why}`);
  if (values.transcript && result.is === "failed")
    console.log(result.transcript.map((line) => `    ${line}`).join("\n"));
}
console.log(`vectors: ${count.passed} passed, ${count.skipped} skipped, ${count.failed} failed`);
process.exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1;
