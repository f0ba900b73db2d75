import { appendFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Bench } from "../bench.ts";
import { inTurn } from "../measure.ts";
import { compilePeer, sparkShell, sparkSubmit, time } from "../peers/spark-submit.ts";
import { besidePeer, type Row } from "../table.ts";

/** `examples/odd-numbers` from the command to its exit, set-up done, no host running: beside Spark's own two ways. */
export async function coldStart(bench: Bench, rounds: number): Promise<Row[]> {
  const folder = mkdtempSync(join(tmpdir(), "ama-bench-"));
  try {
    const repo = join(folder, "odd-numbers");
    cpSync(bench.example, repo, { recursive: true });
    const jar = compilePeer(bench, "OddNumbers", folder);
    const run = () =>
      time({
        command: bench.ama,
        args: ["run", "--repo", repo, "--env", "dev"],
        env: { AMA_STATE: join(folder, "state") },
      });
    let version = 0;
    // What an earlier measurement has compiled is kept, and must not be found again.
    const measurement = Date.now();
    const changed = () => {
      version++;
      for (const file of ["file.scala", "file2.scala"])
        appendFileSync(join(repo, "src", file), `val version${version} = "${measurement}"\n`);
      return run();
    };
    await changed();
    const at = await inTurn(rounds, {
      // Each round first runs changed actions, then the very same ones again.
      changed,
      unchanged: run,
      shell: () => time(sparkShell(bench, "odd-numbers-shell.scala", join(folder, "shell"))),
      submit: () => time(sparkSubmit(bench, jar, "OddNumbers", join(folder, "submit"), "local[*]")),
    });
    return [
      besidePeer("odd-numbers cold, unchanged", at("unchanged"), "spark-shell", at("shell"), 0.45),
      besidePeer("odd-numbers cold, unchanged", at("unchanged"), "spark-submit", at("submit"), 0.6),
      besidePeer("… every action changed", at("changed"), "spark-shell", at("shell"), 0.65),
      besidePeer("… every action changed", at("changed"), "spark-submit", at("submit"), 0.9),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
