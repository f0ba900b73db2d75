import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The R worker's own tests; names of files or tests play only those. */
const root = join(import.meta.dirname, "../..");
const run = (command: string, ...args: string[]): number =>
  spawnSync(command, args, { cwd: root, stdio: "inherit" }).status ?? 1;

const ready = run("sh", "scripts/test/ensure-r.sh");
process.exitCode =
  ready === 0
    ? run(join(root, "node_modules/.bin/vitest"), "run", "runtimes/r/tests", ...process.argv.slice(2))
    : ready;
