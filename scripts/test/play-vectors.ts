import { join } from "node:path";
import { playRunner } from "../../src/protocol/vectors/play-runner.ts";
import { readVectors } from "../../src/protocol/vectors/read-vectors.ts";
import type { RunnerUnderTest } from "../../src/protocol/vectors/runner-process.ts";
import type { RunnerVector, Sources } from "../../src/protocol/vectors/vector.ts";

export interface PlayOptions {
  /** Names of vectors; all of them, without it. */
  readonly only?: readonly string[] | undefined;
  /** Whether to show what went over the wire where one failed. */
  readonly transcript?: boolean;
  /** How many are played at once. */
  readonly lanes?: number;
}

export interface PlayedVectors {
  passed: number;
  skipped: number;
  failed: number;
}

/** Plays the runner vectors against a runner, and says how each went. */
export async function playVectors(runner: RunnerUnderTest, options: PlayOptions): Promise<PlayedVectors> {
  const { vectors, sources } = await readVectors(join(import.meta.dirname, "../../protocol"));
  const { only, lanes = 1 } = options;
  const chosen = vectors
    .filter((vector) => vector.side === "runner")
    .filter(({ name }) => only === undefined || only.includes(name));
  const count: PlayedVectors = { passed: 0, skipped: 0, failed: 0 };
  const lane = async (): Promise<void> => {
    for (let vector = chosen.shift(); vector !== undefined; vector = chosen.shift()) {
      count[await playOne(vector, runner, sources, options)]++;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return count;
}

/** Says how many passed, over all runners, and returns the exit code. */
export function sumUp(played: readonly PlayedVectors[]): number {
  const sum = (of: keyof PlayedVectors): number => played.reduce((total, each) => total + each[of], 0);
  if (sum("skipped") > 0) console.log(`${sum("skipped")} skipped`);
  console.log(`vectors: ${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed") === 0 && played.every((each) => each.passed > 0) ? 0 : 1;
}

async function playOne(
  vector: RunnerVector,
  runner: RunnerUnderTest,
  sources: Sources,
  { transcript = false }: PlayOptions,
): Promise<"passed" | "skipped" | "failed"> {
  const before = performance.now();
  const result = await playRunner(vector, runner, sources);
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  const sign = { passed: "✓", skipped: "-", failed: "✗" }[result.is];
  const why =
    result.is === "failed" ? `step ${result.step}: ${result.what}` : result.is === "skipped" ? result.why : "";
  console.log(`${sign} ${vector.name} (${seconds} s) ${why}`.trimEnd());
  if (transcript && result.is === "failed") console.log(result.transcript.map((line) => `    ${line}`).join("\n"));
  return result.is;
}
