import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { parseArgs } from "node:util";
import { countsOf } from "./test/counts.ts";
import { failuresIn } from "./test/failures.ts";
import { leftBehindIn } from "./test/left-behind.ts";

/**
 * Every suite, in the order in which a failure is cheapest to learn of. Each prints how many passed and failed; the
 * last line adds them up, after what failed once more. `npm test -- unit acceptance` runs only those. A suite that
 * leaves something in its folder for temporary files has failed.
 */
const root = join(import.meta.dirname, "..");
const node = process.execPath;
const suites: Readonly<Record<string, readonly [command: string, ...args: string[]]>> = {
  checks: [node, "scripts/check.ts"],
  // What needs Java comes after the set-up; what installs packages uses the network.
  unit: [
    join(root, "node_modules/.bin/vitest"),
    "run",
    "--exclude",
    "**/*.{jvm,packages}.test.ts",
    "--exclude",
    "runtimes/**",
  ],
  setup: [node, "scripts/test/setup.ts"],
  jars: [join(root, "node_modules/.bin/vitest"), "run", "jvm.test"],
  packages: [node, "scripts/test/packages.ts"],
  scala: [node, "scripts/test/scala.ts"],
  python: [node, "scripts/test/python.ts"],
  r: [node, "scripts/test/r.ts"],
  vectors: [node, "scripts/test/vectors.ts"],
  acceptance: [node, "scripts/acceptance.ts"],
  servers: [node, "scripts/test/servers.ts"],
  docs: [node, "scripts/test/docs.ts"],
  release: [node, "scripts/test/release.ts"],
};

const { positionals } = parseArgs({ allowPositionals: true });
const unknown = positionals.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}

interface Suite {
  readonly name: string;
  readonly passed: number;
  readonly failed: number;
  readonly seconds: number;
  readonly failures: readonly string[];
}

function runSuite(name: string, [command, ...args]: readonly [string, ...string[]]): Promise<Suite> {
  console.log(`\n── ${name}`);
  const started = performance.now();
  const temporary = mkdtempSync(join(tmpdir(), "ama-suite-"));
  const child = spawn(command, args, {
    cwd: root,
    // Tools that ask the shell for a Node are to find the pinned one.
    env: {
      ...process.env,
      NO_COLOR: "1",
      TMPDIR: temporary,
      PATH: `${join(root, "node_modules/.bin")}${delimiter}${process.env["PATH"]}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const output = passedOn(child.stdout, process.stdout);
  // vitest explains there what failed.
  const complaints = passedOn(child.stderr, process.stderr);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => {
      const { passed, failed } = countsOf(output().slice(-4096), code);
      const seconds = (performance.now() - started) / 1000;
      const told = failed > 0 ? [...failuresIn(output()), ...failuresIn(complaints())] : [];
      const left = leftBehindIn(temporary);
      rmSync(temporary, { recursive: true, force: true });
      const untidy = left.length > 0 ? [`left in the folder for temporary files: ${left.join(", ")}`] : [];
      resolve({ name, passed, failed: failed + untidy.length, seconds, failures: [...told, ...untidy] });
    });
  });
}

/** Passes on what comes, and keeps it. */
function passedOn(from: Readable, to: Writable): () => string {
  const chunks: Buffer[] = [];
  from.on("data", (chunk: Buffer) => {
    to.write(chunk);
    chunks.push(chunk);
  });
  return () => Buffer.concat(chunks).toString("utf8");
}

const results: Suite[] = [];
for (const [name, command] of Object.entries(suites)) {
  if (positionals.length === 0 || positionals.includes(name)) results.push(await runSuite(name, command));
}

console.log("");
for (const { name, failures } of results) {
  if (failures.length > 0) console.log(`── failed in ${name}\n${failures.join("\n")}\n`);
}
for (const { name, passed, failed, seconds } of results) {
  console.log(
    `${failed === 0 ? "✓" : "✗"} ${name.padEnd(12)} ${passed} passed, ${failed} failed (${seconds.toFixed(0)} s)`,
  );
}
const sum = (pick: (suite: Suite) => number): number => results.reduce((total, suite) => total + pick(suite), 0);
console.log(`${sum((s) => s.passed)} passed, ${sum((s) => s.failed)} failed`);
process.exitCode = sum((s) => s.failed) === 0 ? 0 : 1;
