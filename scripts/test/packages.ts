import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** The tests that install packages of Python and R for real: by uv, which comes by the program's own way, and by R. */
const root = join(import.meta.dirname, "../..");
const run = (command: string, ...args: string[]): number =>
  spawnSync(command, args, { cwd: root, stdio: "inherit" }).status ?? 1;

const ready = run("sh", "scripts/test/ensure-r.sh");
process.exitCode = ready === 0 ? run(join(root, "node_modules/.bin/vitest"), "run", "packages.test") : ready;
