import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import type { Bench } from "../bench.ts";
import { median, measure } from "../measure.ts";
import { besideLimit, type Row } from "../table.ts";

const length = 20;
const event = v.looseObject({
  type: v.string(),
  at: v.number(),
  attempt: v.optional(v.string()),
  action: v.optional(v.string()),
});

/**
 * What an action costs in a running host: chains of twenty actions of one statement each, in one run; the first chain
 * warms up, and the times between the ends of the later chains' actions count.
 */
export async function chain({ ama }: Bench): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  try {
    const repo = join(folder, "chain");
    writeChain(repo);
    const run = async () => {
      const args = ["run", "--repo", repo, "--report", "json"];
      return perAction((await measure({ command: ama, args, env: { AMA_STATE: join(folder, "state") } })).text);
    };
    const changed = await run();
    const unchanged = await run();
    for (let i = 0; i < 2 * length; i++) appendFileSync(join(repo, `src/a${i}.scala`), "\n// once more\n");
    return [
      besideLimit("an action in a running host, changed", median([changed, await run()]), 130),
      besideLimit("… unchanged", unchanged, 30),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeChain(repo: string): void {
  mkdirSync(join(repo, "src"), { recursive: true });
  mkdirSync(join(repo, "env"));
  const names = Array.from({ length: 2 * length }, (_, i) => `a${i}`);
  const steps = names.map((name) => `  - {name: ${name}, type: spark-scala, file: ${name}.scala}`);
  writeFileSync(join(repo, "maki.yml"), `job-name: chain\nflow:\n${steps.join("\n")}\n`);
  writeFileSync(
    join(repo, "env/default.json"),
    JSON.stringify({ name: "default", master: "local[2]", configuration: {} }),
  );
  for (const [i, name] of names.entries()) writeFileSync(join(repo, `src/${name}.scala`), `val x${i} = ${i}\n`);
}

/** Milliseconds from one action's end to the next one's, the median over the second chain. */
function perAction(json: string): number {
  const events = json
    .split("\n")
    .filter(Boolean)
    .map((line) => v.parse(event, JSON.parse(line)));
  const ends = events
    .filter((e) => e.type === "attempt.ended")
    .map((e) => e.at)
    .slice(-length - 1);
  return median(ends.slice(1).map((at, i) => at - (ends[i] ?? at)));
}
