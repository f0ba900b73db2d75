import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { type Block, blocksOf } from "../docs/blocks.ts";

/**
 * The guide's first job, done as a reader does it: its `sh` blocks, in their order, in an empty folder. A block that is
 * not to be executed is written in another language than `sh`.
 */
const root = join(import.meta.dirname, "../..");
const guide = "docs/guide/first-job.md";
const limitMs = 600_000;

function execute(
  script: string,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; output: string }> {
  const child = spawn("bash", ["-e", "-o", "pipefail", "-c", script], {
    cwd: folder,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    timeout: limitMs,
  });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output: Buffer.concat(chunks).toString("utf8") }));
  });
}

/** A folder for the reader's files, and one for what `ama` keeps; the caches are the machine's. */
async function follow(blocks: readonly Block[], scratch: string): Promise<number> {
  const bin = join(scratch, "bin");
  const work = join(scratch, "work");
  for (const folder of [bin, work]) mkdirSync(folder);
  symlinkSync(join(root, "ama"), join(bin, "ama"));
  const path = `${bin}${delimiter}${process.env.PATH ?? ""}`;
  const env = { ...process.env, PATH: path, AMA_STATE: join(scratch, "state"), NO_COLOR: "1" };
  let passed = 0;
  for (const { line, text } of blocks) {
    const { code, output } = await execute(text, work, env);
    console.log(`${code === 0 ? "✓" : "✗"} ${guide}:${line}`);
    if (code !== 0) {
      console.log(`${output}${code === null ? "stopped by a signal" : `exit code ${code}`}`);
      // The blocks after it build on it.
      break;
    }
    passed += 1;
  }
  return passed;
}

const blocks = blocksOf(readFileSync(join(root, guide), "utf8")).filter(({ language }) => language === "sh");
const scratch = mkdtempSync(join(tmpdir(), "ama-docs-"));
try {
  const passed = await follow(blocks, scratch);
  console.log(`docs: ${passed} passed, ${blocks.length - passed} failed`);
  process.exitCode = passed === blocks.length && blocks.length > 0 ? 0 : 1;
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
