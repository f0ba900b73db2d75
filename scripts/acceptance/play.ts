import { spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Case } from "./case.ts";
import { leftBehindIn } from "../test/left-behind.ts";
import { normalise } from "./normalise.ts";

const root = join(import.meta.dirname, "../..");
const limitMs = 180_000;

export interface Outcome {
  readonly actual: string;
  readonly ms: number;
}

/** Runs a case in folders of its own, and says what it has left in that for temporary files; only the caches of the toolchain are shared between cases. */
export async function play(one: Case): Promise<Outcome> {
  const scratch = mkdtempSync(join(tmpdir(), "ama-case-"));
  const work = join(scratch, "work");
  const home = join(scratch, "home");
  const temporary = join(scratch, "tmp");
  for (const folder of [home, temporary]) mkdirSync(folder);
  const repo = join(one.folder, "repo");
  if (existsSync(repo)) cpSync(repo, work, { recursive: true });
  else mkdirSync(work);
  const started = performance.now();
  try {
    const { output, code } = await shell(one, work, home, temporary);
    const words = { [work]: "<repo>", [home]: "<home>", [scratch]: "<scratch>", [root]: "<ama>" };
    const left = leftBehindIn(temporary).map((name) => `left in TMPDIR: ${name}\n`);
    const actual = `${normalise(output, words)}\nexit ${code}\n${left.join("")}`.trimStart();
    return { actual, ms: performance.now() - started };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function shell(
  one: Case,
  work: string,
  home: string,
  temporary: string,
): Promise<{ output: string; code: number | string }> {
  // Both streams are one pipe, so that their lines come in the order in which they were written.
  const child = spawn("sh", ["-c", `exec 2>&1\n${one.script}`], {
    cwd: work,
    env: { ...environment(one, home), TMPDIR: temporary },
    stdio: ["ignore", "pipe", "ignore"],
    // In a group of its own, so that what the script has started ends with it.
    detached: true,
  });
  const timer = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, "SIGKILL"), limitMs);
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      resolve({ output: Buffer.concat(chunks).toString("utf8"), code: code ?? signal ?? "unknown" });
    });
  });
}

function environment(one: Case, home: string): NodeJS.ProcessEnv {
  const kept = [
    "PATH",
    "LANG",
    "SSL_CERT_FILE",
    "NODE_EXTRA_CA_CERTS",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "PIP_INDEX_URL",
    "HIVE_PORT",
    "HIVE_NOSASL_PORT",
    "HIVESERVER2_PORT",
    "HIVESERVER2_HTTP_PORT",
    "HIVESERVER2_WEB_PORT",
    "DRILL_PORT",
  ];
  const inherited = Object.fromEntries(kept.flatMap((key) => (process.env[key] ? [[key, process.env[key]]] : [])));
  return {
    ...inherited,
    HOME: home,
    AMA: join(root, "ama"),
    AMA_ROOT: root,
    AMA_CASE: one.folder,
    AMA_CACHE:
      process.env["AMA_CACHE"] ??
      join(process.env["XDG_CACHE_HOME"] ?? join(process.env["HOME"] ?? "/tmp", ".cache"), "amaterasu"),
    AMA_STATE: join(home, "state"),
    NO_COLOR: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_AUTHOR_NAME: "Test",
    GIT_AUTHOR_EMAIL: "test@example.com",
    GIT_COMMITTER_NAME: "Test",
    GIT_COMMITTER_EMAIL: "test@example.com",
    TZ: "UTC",
  };
}
