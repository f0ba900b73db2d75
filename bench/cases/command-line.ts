import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { inTurn, measure } from "../measure.ts";
import { besideLimit, besidePeer, type Row } from "../table.ts";

/** What the command line itself costs: starting, and checking a job without running it. */
export async function commandLine({ ama, node, example }: Bench): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  try {
    const large = join(folder, "large");
    writeJob(large, 1000);
    const half = join(folder, "half");
    writeJob(half, 500);
    const time =
      (args: string[], env: Record<string, string> = {}) =>
      async () =>
        (await measure({ command: ama, args, env })).ms;
    const validate = (repo: string) => time(["validate", "--repo", repo]);
    for (const repo of [example, large, half]) await validate(repo)();
    const fresh = async () => {
      const cache = mkdtempSync(join(folder, "cache-"));
      return (await measure({ command: ama, args: ["validate", "--repo", example], env: { AMA_CACHE: cache } })).ms;
    };
    const at = await inTurn(11, {
      node: async () => (await measure({ command: node, args: ["-e", "0"] })).ms,
      version: time(["--version"]),
      cached: validate(example),
      fresh,
    });
    const big = await inTurn(5, { large: validate(large), half: validate(half) });
    return [
      besidePeer("`ama --version`", at("version"), "`node -e 0`", at("node"), 1.5),
      besideLimit("`ama validate`, odd-numbers, analysis cached", at("cached"), 100),
      besideLimit("… nothing cached", at("fresh"), 250),
      besideLimit("… 1,000 actions, cached", big("large"), 1500),
      besidePeer("… growth from 500 to 1,000 actions", big("large"), "500 actions", big("half"), 2.2),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeJob(folder: string, actions: number): void {
  mkdirSync(join(folder, "src"), { recursive: true });
  mkdirSync(join(folder, "env"));
  const steps = Array.from({ length: actions }, (_, i) => `  - {name: a${i}, type: spark-scala, file: a${i}.scala}`);
  writeFileSync(join(folder, "maki.yml"), `job-name: large\nflow:\n${steps.join("\n")}\n`);
  writeFileSync(
    join(folder, "env/default.json"),
    JSON.stringify({ name: "default", master: "local[2]", configuration: {} }),
  );
  for (let i = 0; i < actions; i++) {
    const read = i === 0 ? "spark.range(10).toDF()" : `AmaContext.getDataFrame("a${i - 1}", "d").where("id > ${i}")`;
    writeFileSync(join(folder, `src/a${i}.scala`), `// step ${i}\nval d = ${read}\nval n = ${i}\n`);
  }
}
