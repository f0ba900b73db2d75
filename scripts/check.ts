import { spawn } from "node:child_process";
import { join } from "node:path";

/** Everything about the sources that needs no run of the program; each check is a command of its own. */
const root = join(import.meta.dirname, "..");
const bin = join(root, "node_modules/.bin");
const checks: readonly (readonly [name: string, command: string, ...args: string[]])[] = [
  ["types", `${bin}/tsc`, "--noEmit"],
  ["lint", `${bin}/oxlint`, "--deny-warnings"],
  ["format", `${bin}/biome`, "format", "."],
  ["schemas", `${bin}/node`, "scripts/schemas.ts", "--check"],
  ["command line", `${bin}/node`, "scripts/command-line-doc.ts", "--check"],
  ["docs", `${bin}/node`, "scripts/check/docs.ts"],
  ["exports", `${bin}/node`, "scripts/check/exports.ts"],
  ["paths", `${bin}/node`, "scripts/check/paths.ts"],
];

function run([name, command, ...args]: (typeof checks)[number]): Promise<boolean> {
  const started = performance.now();
  const child = spawn(command, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      console.log(`${code === 0 ? "✓" : "✗"} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
      if (code !== 0) process.stdout.write(Buffer.concat(chunks));
      resolve(code === 0);
    });
  });
}

const results = await Promise.all(checks.map(run));
const passed = results.filter(Boolean).length;
console.log(`checks: ${passed} passed, ${results.length - passed} failed`);
process.exitCode = passed === results.length ? 0 : 1;
