import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { median } from "../measure.ts";
import { runEvents, type Told } from "../run-events.ts";
import { besideLimit, type Row } from "../table.ts";

const length = 20;
const statements = 200;

/**
 * What an action costs in a running host: chains of twenty actions of one statement each, in one run; the first chain
 * warms up, and the times between the ends of the later chain's actions count. Behind the chains stand two actions of
 * many statements, of which the second one counts.
 */
export async function chain({ ama }: Bench): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  try {
    const repo = join(folder, "chain");
    writeChain(repo);
    const run = () => runEvents(ama, repo, join(folder, "state"));
    const changed = perAction(await run());
    const unchanged = await run();
    for (let i = 0; i < 2 * length; i++) appendFileSync(join(repo, `src/a${i}.scala`), "\n// once more\n");
    return [
      besideLimit("an action in a running host, changed", median([changed, perAction(await run())]), 130),
      besideLimit("… unchanged", perAction(unchanged), 30),
      besideLimit("… of this outside of the host: leader, protocol, record", outsidePerAction(unchanged), 5),
      besideLimit("a statement, beyond its own time: host, leader, protocol, record", beyondPerStatement(unchanged), 2),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeChain(repo: string): void {
  mkdirSync(join(repo, "src"), { recursive: true });
  mkdirSync(join(repo, "env"));
  const names = Array.from({ length: 2 * length }, (_, i) => `a${i}`);
  const long = ["long0", "long1"];
  const steps = [...names, ...long].map((name) => `  - {name: ${name}, type: spark-scala, file: ${name}.scala}`);
  writeFileSync(join(repo, "maki.yml"), `job-name: chain\nflow:\n${steps.join("\n")}\n`);
  writeFileSync(
    join(repo, "env/default.json"),
    JSON.stringify({ name: "default", master: "local[2]", configuration: {} }),
  );
  for (const [i, name] of names.entries()) writeFileSync(join(repo, `src/${name}.scala`), `val x${i} = ${i}\n`);
  const lines = Array.from({ length: statements }, (_, i) => `val y${i} = ${i}\n`);
  for (const name of long) writeFileSync(join(repo, `src/${name}.scala`), lines.join(""));
}

/** The ends of the last action of the first chain and of all of the second one. */
function chainEnds(events: readonly Told[]): readonly Told[] {
  return events.filter((e) => e.type === "attempt.ended").slice(length - 1, 2 * length);
}

/** Milliseconds from one action's end to the next one's, the median over the second chain. */
function perAction(events: readonly Told[]): number {
  const ends = chainEnds(events);
  return median(ends.slice(1).map(({ at }, i) => at - (ends[i]?.at ?? at)));
}

/** Of that, what passes while the host has nothing to do: from telling an end until it has read the next request. */
function outsidePerAction(events: readonly Told[]): number {
  const ends = chainEnds(events);
  return median(ends.slice(1).map(({ at, ms }, i) => at - (ends[i]?.at ?? at) - (ms ?? Number.NaN)));
}

/** Milliseconds between the first statement of a long action and the end of its last one that none of them took, for each. */
function beyondPerStatement(events: readonly Told[]): number {
  const end = events.findLast((e) => e.type === "attempt.ended");
  const start = events.find((e) => e.type === "statement.started" && e.attempt === end?.attempt);
  const own = events.filter((e) => e.type === "statement.finished" && e.attempt === end?.attempt);
  const last = own.at(-1);
  if (last === undefined || start === undefined || own.length !== statements) return Number.NaN;
  return (last.at - start.at - own.reduce((sum, { ms }) => sum + (ms ?? 0), 0)) / statements;
}
