import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { median } from "../measure.ts";
import { type BenchAction, eventsOf, runEvents, type Told, writeBenchJob } from "../run-events.ts";
import { besidePeer, type Row } from "../table.ts";

/** Five columns of eight bytes that Parquet cannot make smaller: 1.07 GB. */
const data = `val d = spark.range(26800000).selectExpr("xxhash64(id) AS a", "xxhash64(id, 1) AS b", "xxhash64(id, 2) AS c",
  "xxhash64(id, 3) AS d", "xxhash64(id, 4) AS e")
`;

/**
 * A dataset of 1 GB that goes from one action to another as Parquet, beside Spark's own write and read in the same
 * session. The first write finds nothing compiled and counts for nobody; then each comes once before the other.
 */
export async function parquetHandOver({ ama }: Bench, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  const repo = join(folder, "repo");
  const plain = (name: string): BenchAction => ({
    name,
    type: "spark-scala",
    text: `${data}val path = "${join(folder, name)}"
d.write.mode("overwrite").parquet(path)
${readAll("spark.read.parquet(path)")}`,
  });
  const handedOver = (make: string, read: string): readonly BenchAction[] => [
    { name: make, type: "spark-scala", text: data, more: "publishes: {d: {as: parquet}}" },
    { name: read, type: "spark-scala", text: readAll(`AmaContext.getDataFrame("${make}", "d")`) },
  ];
  try {
    writeBenchJob(repo, [
      plain("warm"),
      ...handedOver("make1", "read1"),
      plain("plain1"),
      plain("plain2"),
      ...handedOver("make2", "read2"),
    ]);
    const ours: number[] = [];
    const sparks: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const events = await runEvents(ama, repo, join(folder, "state"));
      for (const n of [1, 2]) {
        ours.push(wholeOf(events, `make${n}`) + wholeOf(events, `read${n}`));
        sparks.push(wholeOf(events, `plain${n}`));
      }
      rmSync(join(folder, "work"), { recursive: true, force: true });
    }
    return [besidePeer("1 GB handed over as Parquet", median(ours), "Spark's write and read", median(sparks), 1.25)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readAll(frame: string): string {
  return `${frame}.write.format("noop").mode("overwrite").save()\n`;
}

/** From the beginning of its first statement to its end, when what it publishes is there. */
function wholeOf(events: readonly Told[], action: string): number {
  const own = eventsOf(events, action);
  const start = own.find(({ type }) => type === "statement.started");
  return (own.at(-1)?.at ?? Number.NaN) - (start?.at ?? Number.NaN);
}
