import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { median } from "../measure.ts";
import { eventsOf, runEvents, type Told, writeBenchJob } from "../run-events.ts";
import { besidePeer, type Row } from "../table.ts";

/** Five columns of eight bytes that Parquet cannot make smaller: 1.07 GB. */
const data = `val d = spark.range(26800000).selectExpr("xxhash64(id) AS a", "xxhash64(id, 1) AS b", "xxhash64(id, 2) AS c",
  "xxhash64(id, 3) AS d", "xxhash64(id, 4) AS e")
`;

/** A dataset of 1 GB that goes from one action to another as Parquet, beside Spark's own write and read in the same session. */
export async function parquetHandOver({ ama }: Bench, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  const repo = join(folder, "repo");
  try {
    writeBenchJob(repo, [
      {
        name: "warm",
        type: "spark-scala",
        text: `${data}d.limit(1000000).write.format("noop").mode("overwrite").save()\n`,
      },
      { name: "make", type: "spark-scala", text: data, more: "publishes: {d: {as: parquet}}" },
      { name: "read", type: "spark-scala", text: readAll(`AmaContext.getDataFrame("make", "d")`) },
      {
        name: "plain",
        type: "spark-scala",
        text: `${data}val path = "${join(folder, "plain")}"
d.write.mode("overwrite").parquet(path)
${readAll("spark.read.parquet(path)")}`,
      },
    ]);
    const ours: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const events = await runEvents(ama, repo, join(folder, "state"));
      ours.push(wholeOf(events, "make") + wholeOf(events, "read"));
      plain.push(wholeOf(events, "plain"));
      rmSync(join(folder, "work"), { recursive: true, force: true });
    }
    return [besidePeer("1 GB handed over as Parquet", median(ours), "Spark's write and read", median(plain), 1.25)];
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
