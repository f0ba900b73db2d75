import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Case, findCases } from "./acceptance/case.ts";
import { lineDifference } from "./acceptance/difference.ts";
import { play } from "./acceptance/play.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { update: { type: "boolean", short: "u", default: false }, jobs: { type: "string", short: "j" } },
});
// Those of `servers/` need servers, which scripts/test/servers.ts starts.
const cases = findCases(join(import.meta.dirname, "../acceptance"), positionals).filter(
  ({ name }) => positionals.length > 0 || !name.startsWith("servers/"),
);
const failures: string[] = [];

if (cases.some(({ name }) => /^(languages|guide)\/r\b/.test(name))) {
  execFileSync("sh", [join(import.meta.dirname, "test/ensure-r.sh")], { stdio: "inherit" });
}

async function check(one: Case): Promise<void> {
  const { actual, ms } = await play(one);
  const passed = actual === one.expected;
  console.log(`${passed ? "✓" : values.update ? "u" : "✗"} ${one.name} (${(ms / 1000).toFixed(1)} s)`);
  if (passed) return;
  if (values.update) writeFileSync(join(one.folder, "expected"), actual);
  else {
    failures.push(one.name);
    console.log(lineDifference(one.expected ?? "", actual));
  }
}

const queue = cases.values();
async function work(): Promise<void> {
  for (const one of queue) await check(one);
}
const jobs = Number(values.jobs ?? Math.min(2, availableParallelism()));
await Promise.all(Array.from({ length: jobs }, work));

for (const name of failures) console.log(`failed: ${name}`);
console.log(`acceptance: ${cases.length - failures.length} passed, ${failures.length} failed`);
process.exitCode = failures.length > 0 || cases.length === 0 ? 1 : 0;
