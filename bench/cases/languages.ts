import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { median } from "../measure.ts";
import { type BenchAction, eventsOf, runEvents, type Told, writeBenchJob } from "../run-events.ts";
import { besideLimit, type Row } from "../table.ts";

/** A language on the Spark session: an action that does nothing, one that makes `d`, and one that reads another's `d`. */
interface Language {
  readonly name: string;
  readonly type: string;
  readonly nothing: string;
  readonly make: string;
  readonly read: (action: string) => string;
  /** How long after the session, and so after Scala's, its first statement may begin. */
  readonly readyMs?: number;
}

const rows = 1_000_000_000;
const all: readonly Language[] = [
  {
    name: "Scala",
    type: "spark-scala",
    nothing: "val n = 1\n",
    make: `val d = spark.range(${rows}).toDF()\n`,
    read: (action) => `val e = AmaContext.getDataFrame("${action}", "d")\n`,
  },
  {
    name: "Python",
    type: "spark-python",
    readyMs: 1000,
    nothing: "n = 1\n",
    make: `d = spark.range(${rows})\n`,
    read: (action) => `e = AmaContext.get_dataframe("${action}", "d")\n`,
  },
  {
    name: "SQL",
    type: "spark-sql",
    nothing: "SELECT 1 AS n;\n",
    make: `CREATE TEMPORARY VIEW d AS SELECT * FROM range(${rows});\n`,
    read: (action) => `CREATE TEMPORARY VIEW e AS SELECT * FROM ${action}.d;\n`,
  },
  {
    name: "R",
    type: "spark-r",
    readyMs: 3000,
    nothing: "n <- 1\n",
    make: `d <- spark$range(${rows})\n`,
    read: (action) => `e <- get_dataframe("${action}", "d")\n`,
  },
];

/** How often each hand-over is made; the first time warms up. */
const rounds = Array.from({ length: 6 }, (_, i) => i);

const length = 12;
/** The first ones warm up. */
const warmUp = 2;

/** What the languages cost on one Spark session: actions that do nothing, hand-overs by reference, and the first statement. */
export async function onOneSession({ ama }: Bench): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  const run = async (name: string, actions: readonly BenchAction[]) => {
    writeBenchJob(join(folder, name), actions);
    return runEvents(ama, join(folder, name), join(folder, "state"));
  };
  try {
    const first = new Map<string, number>();
    for (const { name, type, nothing } of all) {
      const once = () => run(type, [{ name: "a", type, text: nothing }]);
      // One that does not run at all is told of, and the others are measured; the second time Scala is compiled.
      const runs = await once().catch(() => undefined);
      if (runs === undefined) console.log(`${name} actions do not run, and are missing below.\n`);
      else first.set(name, firstStatement(await once()));
    }
    const languages = all.filter(({ name }) => first.has(name));
    const others = languages.filter(({ name }) => name !== "Scala");
    const chains = await run("chains", others.flatMap(chainOf));
    // Once more: Scala is compiled by then.
    await run("pairs", pairs(languages));
    const times = handOverTimes(languages, await run("pairs", pairs(languages)));
    const [pair, slowest] = [...times].toSorted(([, a], [, b]) => b - a)[0] ?? ["", Number.NaN];
    const usual = median([...times.values()]);
    return [
      ...others.map((each) => besideLimit(`a ${each.name} action that does nothing`, perAction(chains, each), 20)),
      besideLimit(`10⁹ rows by reference, median of ${times.size} pairs of languages`, usual, 20),
      besideLimit(`… the slowest, ${pair}`, slowest, 20),
      ...others.flatMap(({ name, readyMs }) =>
        readyMs === undefined
          ? []
          : [besideLimit(`first ${name} statement, after Scala's`, sinceScala(first, name), readyMs)],
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function chainOf({ type, nothing }: Language): readonly BenchAction[] {
  return Array.from({ length }, (_, i) => ({ name: nameOf(type, i), type, text: nothing }));
}

function nameOf(type: string, i: number): string {
  return `${type.replace("-", "_")}_${i}`;
}

/** From one action's end to the next one's, of those that are warm. */
function perAction(events: readonly Told[], { type }: Language): number {
  const ends = Array.from({ length }, (_, i) => eventsOf(events, nameOf(type, i)).at(-1)?.at ?? Number.NaN);
  return median(ends.slice(warmUp).map((end, i) => end - (ends[i + warmUp - 1] ?? Number.NaN)));
}

/** Every language makes a dataset, and every language reads each of them; all of this several times. */
function pairs(languages: readonly Language[]): readonly BenchAction[] {
  return rounds.flatMap((round) => [
    ...languages.map(({ name, type, make }) => ({ name: `${name}_${round}`, type, text: make })),
    ...languages.flatMap((from) =>
      languages.map(({ name, type, read }) => ({
        name: `${from.name}_${name}_${round}`,
        type,
        text: read(`${from.name}_${round}`),
      })),
    ),
  ]);
}

/** By pair, the median of what its maker took between its last statement and its end, and the reader's statement. */
function handOverTimes(languages: readonly Language[], events: readonly Told[]): ReadonlyMap<string, number> {
  const published = (name: string): number => {
    const own = eventsOf(events, name);
    const statement = own.findLast(({ type }) => type === "statement.finished");
    return (own.at(-1)?.at ?? Number.NaN) - (statement?.at ?? Number.NaN);
  };
  const read = (name: string) =>
    eventsOf(events, name).find(({ type }) => type === "statement.finished")?.ms ?? Number.NaN;
  const time = (from: string, to: string) =>
    median(rounds.slice(1).map((round) => published(`${from}_${round}`) + read(`${from}_${to}_${round}`)));
  return new Map(
    languages.flatMap((from) =>
      languages.map((to) => [`${from.name} to ${to.name}`, time(from.name, to.name)] as const),
    ),
  );
}

/** Since the run began. */
function firstStatement(events: readonly Told[]): number {
  const statement = events.find(({ type }) => type === "statement.started");
  return (statement?.at ?? Number.NaN) - (events[0]?.at ?? Number.NaN);
}

/** Scala waits for nothing but the session. */
function sinceScala(first: ReadonlyMap<string, number>, name: string): number {
  return Math.max(0, (first.get(name) ?? Number.NaN) - (first.get("Scala") ?? Number.NaN));
}
