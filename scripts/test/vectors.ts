import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pythonWorker } from "../../src/frameworks/python/worker.ts";
import { rWorker } from "../../src/frameworks/r/worker.ts";
import { isOfLanguage, needsOwnProcess } from "../../src/protocol/vectors/kept-runner.ts";
import type { RunnerProgram, RunnerUnderTest } from "../../src/protocol/vectors/runner-process.ts";
import type { RunnerVector } from "../../src/protocol/vectors/vector.ts";
import { KeptPlayer, type PlayedVectors, playVectors, sumUp } from "./play-vectors.ts";
import { pythonForTests } from "./python-environment.ts";
import { sparkHost } from "./spark-host.ts";

/**
 * The runner vectors, against each runner as `ama run` starts it; names of vectors play only those. A program that runs
 * several languages plays all vectors in the first of them, and in the others those that run something.
 */
const only = process.argv.slice(2);
const options = { transcript: true, ...(only.length === 0 ? {} : { only }) };
const root = join(import.meta.dirname, "../..");
execFileSync("sh", [join(root, "scripts/test/ensure-r.sh")], { stdio: "inherit" });
const python = pythonForTests();
const played: PlayedVectors[] = [];

/** Keeps one process for what may share it, beside those that need their own. */
async function playProgram(program: RunnerProgram, runners: readonly RunnerUnderTest[]): Promise<void> {
  const isFor = (runner: RunnerUnderTest) => (vector: RunnerVector) => runner === runners[0] || isOfLanguage(vector);
  const kept = new KeptPlayer(program);
  const shared = async (): Promise<void> => {
    for (const runner of runners) {
      const where = (vector: RunnerVector) => isFor(runner)(vector) && !needsOwnProcess(vector);
      played.push(await kept.play(runner, { ...options, where }));
    }
    await kept.end();
  };
  const own = async (): Promise<void> => {
    for (const runner of runners) {
      const where = (vector: RunnerVector) => isFor(runner)(vector) && needsOwnProcess(vector);
      played.push(await playVectors(runner, { ...options, where }));
    }
  };
  await Promise.all([shared(), own()]);
}

const host = sparkHost();
const around = { program: root, sparkHome: host.env?.["SPARK_HOME"] ?? "" };
const onPython = pythonWorker({ ...around, executable: python, bytecode: join(python, "../../bytecode") });
const onR = rWorker({ ...around, rscript: "Rscript", libraries: [], python });
await playProgram(host, [
  { ...host, type: "spark-scala" },
  { ...host, type: "spark-sql", printsNothing: true },
  { ...host, type: "spark-python", worker: { ...onPython } },
  { ...host, type: "spark-r", worker: { ...onR } },
]);

const worker = {
  command: ["python3", "-m", "amaterasu.worker"],
  env: { PYTHONPATH: join(root, "runtimes/python/src") },
};
const withPackages = { ...worker, command: [python, "-m", "amaterasu.worker"] };
await Promise.all([
  playVectors({ ...worker, type: "python" }, { ...options, lanes: 4 }).then((count) => played.push(count)),
  playProgram(withPackages, [{ ...withPackages, type: "duckdb", printsNothing: true }]),
]);

const inR = { command: ["Rscript", "--no-save", "--no-restore", join(root, "runtimes/r/worker.R")], type: "r" };
played.push(await playVectors(inR, { ...options, lanes: 2 }));

const inShell = { command: [process.execPath, join(root, "scripts/test/shell-runner.ts")], type: "shell" };
played.push(await playVectors(inShell, { ...options, lanes: 4 }));

process.exitCode = sumUp(played);
