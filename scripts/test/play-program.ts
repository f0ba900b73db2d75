import { isOfLanguage, needsOwnProcess } from "../../src/protocol/vectors/kept-runner.ts";
import type { RunnerProgram, RunnerUnderTest } from "../../src/protocol/vectors/runner-process.ts";
import type { RunnerVector } from "../../src/protocol/vectors/vector.ts";
import { KeptPlayer, type PlayedVectors, type PlayOptions, playVectors } from "./play-vectors.ts";

/**
 * Plays the runner vectors against a program that runs several languages: all of them in the first, and in the others
 * those that run something. One process is kept for what may share it, beside those that need their own.
 */
export async function playProgram(
  program: RunnerProgram,
  runners: readonly RunnerUnderTest[],
  options: PlayOptions,
): Promise<readonly PlayedVectors[]> {
  const isFor = (runner: RunnerUnderTest) => (vector: RunnerVector) => runner === runners[0] || isOfLanguage(vector);
  const kept = new KeptPlayer(program);
  const shared = async (): Promise<readonly PlayedVectors[]> => {
    const played: PlayedVectors[] = [];
    for (const runner of runners) {
      const where = (vector: RunnerVector) => isFor(runner)(vector) && !needsOwnProcess(vector);
      played.push(await kept.play(runner, { ...options, where }));
    }
    await kept.end();
    return played;
  };
  const own = async (): Promise<readonly PlayedVectors[]> => {
    const played: PlayedVectors[] = [];
    for (const runner of runners) {
      const where = (vector: RunnerVector) => isFor(runner)(vector) && needsOwnProcess(vector);
      played.push(await playVectors(runner, { ...options, where }));
    }
    return played;
  };
  return (await Promise.all([shared(), own()])).flat();
}
