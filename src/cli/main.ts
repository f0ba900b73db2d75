#!/usr/bin/env node
import module from "node:module";
import { join } from "node:path";
import manifest from "../../package.json" with { type: "json" };

const { AMA_CODE_CACHE, AMA_MODULES, NODE_COMPILE_CACHE, AMA_CACHE, XDG_CACHE_HOME, HOME } = process.env;
const cache = AMA_CACHE || (XDG_CACHE_HOME || (HOME && `${HOME}/.cache`))?.concat("/amaterasu");
if (cache && !NODE_COMPILE_CACHE) module.enableCompileCache?.(`${cache}/node`);
// The launcher's setting for this process only: programs that a job starts must not inherit it.
if (AMA_CODE_CACHE && AMA_CODE_CACHE === NODE_COMPILE_CACHE) delete process.env["NODE_COMPILE_CACHE"];
delete process.env["AMA_CODE_CACHE"];

if (process.argv[2] === "--version") process.stdout.write(`ama ${manifest.version}\n`);
else if (!isRecent(process.versions.node)) tooOld();
else void start();

async function start(): Promise<void> {
  const { run } = (await bundled()) ?? (await import("./run.ts"));
  await run();
}

/** Only where the launcher starts a checkout that has its own libraries; `node src/cli/main.ts` runs the sources. */
async function bundled() {
  if (AMA_CODE_CACHE === undefined || AMA_MODULES !== undefined || !import.meta.filename.endsWith(".ts"))
    return undefined;
  const { bundledProgram } = await import("./bundled-program.ts");
  return bundledProgram(join(import.meta.dirname, "../.."));
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}

function tooOld(): void {
  process.stderr.write(
    `ama: Node 24.12 or newer is needed; this is ${process.version}. Install it, and start again.\n`,
  );
  process.exitCode = 3;
}
