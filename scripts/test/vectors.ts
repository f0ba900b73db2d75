import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { pythonWorker } from "../../src/frameworks/python/worker.ts";
import { rWorker } from "../../src/frameworks/r/worker.ts";
import type { RunnerVector } from "../../src/protocol/vectors/vector.ts";
import { disturbChildren } from "./disturb.ts";
import { playProgram } from "./play-program.ts";
import { type PlayedVectors, playVectors, sumUp } from "./play-vectors.ts";
import { pythonForTests } from "./python-environment.ts";
import { sparkHost } from "./spark-host.ts";

/**
 * The runner vectors, against each runner as `ama run` starts it; names of vectors play only those. A program that runs
 * several languages plays all vectors in the first of them, and in the others those that run something. `--disturb`
 * stops the runners for moments meanwhile.
 */
const { values, positionals: only } = parseArgs({
  allowPositionals: true,
  options: { disturb: { type: "boolean", default: false } },
});
const options = { transcript: true, ...(only.length === 0 ? {} : { only }) };
const root = join(import.meta.dirname, "../..");
execFileSync("sh", [join(root, "scripts/test/ensure-r.sh")], { stdio: "inherit" });
const python = pythonForTests();
if (values.disturb) disturbChildren();
const played: PlayedVectors[] = [];

const host = sparkHost();
const around = { program: root, sparkHome: host.env?.["SPARK_HOME"] ?? "" };
const onPython = pythonWorker({ ...around, executable: python, bytecode: join(python, "../../bytecode") });
const onR = rWorker({ ...around, rscript: "Rscript", libraries: [], python });
const onSpark = [
  { ...host, type: "spark-scala" },
  { ...host, type: "spark-sql", printsNothing: true },
  { ...host, type: "spark-python", worker: { ...onPython } },
  { ...host, type: "spark-r", worker: { ...onR } },
];
played.push(...(await playProgram(host, onSpark, options)));

const worker = {
  command: ["python3", "-m", "amaterasu.worker"],
  env: { PYTHONPATH: join(root, "runtimes/python/src") },
};
const withPackages = { ...worker, command: [python, "-m", "amaterasu.worker"] };
const needsPackages = ({ steps }: RunnerVector): boolean => steps.some((step) => "write" in step || "dataset" in step);
const [withoutThem, withThem, inDuckdb] = await Promise.all([
  playVectors({ ...worker, type: "python" }, { ...options, lanes: 4, where: (vector) => !needsPackages(vector) }),
  playVectors({ ...withPackages, type: "python" }, { ...options, where: needsPackages }),
  playProgram(withPackages, [{ ...withPackages, type: "duckdb", printsNothing: true }], options),
]);
played.push(withoutThem, withThem, ...inDuckdb);

const inR = { ...rWorker({ program: root, rscript: "Rscript", libraries: [], python }), type: "r" };
played.push(await playVectors(inR, { ...options, lanes: 2 }));

const inShell = { command: [process.execPath, join(root, "scripts/test/shell-runner.ts")], type: "shell" };
played.push(await playVectors(inShell, { ...options, lanes: 4 }));

process.exitCode = sumUp(played);
