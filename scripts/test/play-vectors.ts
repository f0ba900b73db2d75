import { join } from "node:path";
import { KeptRunner } from "../../src/protocol/vectors/kept-runner.ts";
import { playRunner } from "../../src/protocol/vectors/play-runner.ts";
import { readVectors } from "../../src/protocol/vectors/read-vectors.ts";
import type { RunnerProgram, RunnerUnderTest } from "../../src/protocol/vectors/runner-process.ts";
import type { RunnerVector, Sources, VectorResult } from "../../src/protocol/vectors/vector.ts";

export interface PlayOptions {
  /** Names of vectors; all of them, without it. */
  readonly only?: readonly string[] | undefined;
  /** Which of them are for this runner; all of them, without it. */
  readonly where?: (vector: RunnerVector) => boolean;
  /** Whether to show what went over the wire where one failed. */
  readonly transcript?: boolean;
  /** How many are played at once. */
  readonly lanes?: number;
}

export interface PlayedVectors {
  readonly title: string;
  passed: number;
  skipped: number;
  failed: number;
}

const { vectors, sources } = await readVectors(join(import.meta.dirname, "../../protocol"));
const ofRunners = vectors.filter((vector) => vector.side === "runner");

/** Plays the runner vectors against a runner, each on a process of its own, and says how each went. */
export async function playVectors(runner: RunnerUnderTest, options: PlayOptions): Promise<PlayedVectors> {
  const chosen = chosenOf(options);
  const count: PlayedVectors = { title: titleOf(runner), passed: 0, skipped: 0, failed: 0 };
  const lane = async (): Promise<void> => {
    for (let vector = chosen.shift(); vector !== undefined; vector = chosen.shift()) {
      count[await playOne(vector, runner, options, playRunner)]++;
    }
  };
  await Promise.all(Array.from({ length: options.lanes ?? 1 }, lane));
  return count;
}

/** A process of a program that lasts from vector to vector. */
export class KeptPlayer {
  readonly #program: RunnerProgram;
  #kept: KeptRunner | undefined;

  constructor(program: RunnerProgram) {
    this.#program = program;
  }

  /** Plays vectors that leave the process alive. */
  async play(runner: RunnerUnderTest, options: PlayOptions): Promise<PlayedVectors> {
    const count: PlayedVectors = { title: titleOf(runner), passed: 0, skipped: 0, failed: 0 };
    for (const vector of chosenOf(options)) {
      const is = await playOne(vector, runner, options, (...given) => this.#playOn(...given));
      count[is]++;
      // Nobody knows what it still does.
      if (is === "failed") await this.end();
    }
    return count;
  }

  async end(): Promise<void> {
    await this.#kept?.end();
    this.#kept = undefined;
  }

  async #playOn(vector: RunnerVector, runner: RunnerUnderTest, snippets: Sources): Promise<VectorResult> {
    this.#kept ??= await KeptRunner.start(this.#program);
    return this.#kept.play(vector, runner, snippets);
  }
}

/** Says how many passed, over all runners, and returns the exit code. A runner that only skips has not been tried. */
export function sumUp(played: readonly PlayedVectors[]): number {
  const sum = (of: VectorResult["is"]): number => played.reduce((total, each) => total + each[of], 0);
  if (sum("skipped") > 0) console.log(`${sum("skipped")} skipped`);
  console.log(`vectors: ${sum("passed")} passed, ${sum("failed")} failed`);
  const passing = new Set(played.filter(({ passed }) => passed > 0).map(({ title }) => title));
  const untried = played.some(({ title, skipped }) => skipped > 0 && !passing.has(title));
  return sum("failed") === 0 && sum("passed") > 0 && !untried ? 0 : 1;
}

function titleOf({ title, type }: RunnerUnderTest): string {
  return title ?? type;
}

function chosenOf({ only, where = () => true }: PlayOptions): RunnerVector[] {
  return ofRunners.filter((vector) => (only === undefined || only.includes(vector.name)) && where(vector));
}

async function playOne(
  vector: RunnerVector,
  runner: RunnerUnderTest,
  { transcript = false }: PlayOptions,
  play: typeof playRunner,
): Promise<"passed" | "skipped" | "failed"> {
  const before = performance.now();
  const result = await play(vector, runner, sources);
  const seconds = ((performance.now() - before) / 1000).toFixed(1);
  const sign = { passed: "✓", skipped: "-", failed: "✗" }[result.is];
  const why =
    result.is === "failed" ? `step ${result.step}: ${result.what}` : result.is === "skipped" ? result.why : "";
  console.log(`${sign} ${titleOf(runner).padEnd(12)} ${vector.name} (${seconds} s) ${why}`.trimEnd());
  if (transcript && result.is === "failed") console.log(result.transcript.map((line) => `    ${line}`).join("\n"));
  return result.is;
}
