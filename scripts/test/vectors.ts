import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { playVectors, sumUp } from "./play-vectors.ts";
import { sparkHost } from "./spark-host.ts";

/** The runner vectors, against each runner as `ama run` starts it; names of vectors play only those. */
const only = process.argv.slice(2);
const options = { transcript: true, ...(only.length === 0 ? {} : { only }) };

console.log("spark-scala");
const onHost = await playVectors(sparkHost(), { ...options, lanes: 2 });

console.log("\npython");
const root = join(import.meta.dirname, "../..");
const inPython = await playVectors(
  {
    command: ["python3", "-m", "amaterasu.worker"],
    type: "python",
    env: { PYTHONPATH: join(root, "runtimes/python/src") },
  },
  { ...options, lanes: 4 },
);

console.log("\nr");
execFileSync("sh", [join(root, "scripts/test/ensure-r.sh")], { stdio: "inherit" });
const worker = ["Rscript", "--no-save", "--no-restore", join(root, "runtimes/r/worker.R")];
const inR = await playVectors({ command: worker, type: "r" }, { ...options, lanes: 2 });

console.log("\nshell");
const shellRunner = [process.execPath, join(root, "scripts/test/shell-runner.ts")];
const inShell = await playVectors({ command: shellRunner, type: "shell" }, { ...options, lanes: 4 });

process.exitCode = sumUp([onHost, inPython, inR, inShell]);
