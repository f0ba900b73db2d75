import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { inTurn } from "../measure.ts";
import { compilePeer, sparkSubmit, time } from "../peers/spark-submit.ts";
import { besidePeer, type Row } from "../table.ts";

/** Twenty million rows made, read, joined and written in local mode: a quick start must not be bought with slow work. */
export async function bulk(bench: Bench, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  try {
    const jar = compilePeer(bench, "Bulk", folder);
    const at = await inTurn(rounds, {
      ours: () =>
        time({
          command: bench.ama,
          args: ["run", "--repo", join(bench.root, "bench/jobs/bulk")],
          env: { AMA_STATE: join(folder, "state"), BENCH_OUT: join(folder, "ours") },
        }),
      submit: () => time(sparkSubmit(bench, jar, "Bulk", join(folder, "submit"), "local[2]")),
    });
    return [besidePeer("20 M rows made, joined, written", at("ours"), "spark-submit", at("submit"), 1.05)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
