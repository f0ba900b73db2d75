import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { ok } from "../../model/result.ts";
import type { RInstallation } from "../../model/toolchain.ts";
import { withLock } from "../lock.ts";
import type { ToolchainPorts } from "../ports.ts";
import { reportWriteProblems } from "../report-write-problems.ts";
import { runProcess } from "../run-process.ts";

/**
 * The folder of the R worker's code as this R has compiled it, which is done now where it has not been, in a second.
 * Changed sources and another R give another folder. Without one R runs the sources, so nothing here fails.
 */
export async function compileWorker(
  program: string,
  r: RInstallation,
  ports: ToolchainPorts,
): Promise<string | undefined> {
  const made = await reportWriteProblems("the R worker", ports, async () =>
    ok(await ensureCompiled(program, r, ports)),
  );
  return made.ok ? made.value : undefined;
}

async function ensureCompiled(program: string, r: RInstallation, ports: ToolchainPorts): Promise<string | undefined> {
  const home = join(program, "runtimes/r");
  const key = digestOf(home, r).slice(0, 16);
  const { cache, readOnlyCaches } = ports.folders;
  const find = () =>
    [cache, ...readOnlyCaches].map((each) => join(each, "r/worker", key)).find((each) => existsSync(each));
  const found = find();
  if (found !== undefined) return found;
  const folder = join(cache, "r/worker", key);
  const lock = join(cache, "locks", `r-worker-${key}`);
  return withLock(lock, { signal: ports.signal }, async () => find() ?? (await compile(home, r, folder, ports)));
}

async function compile(
  home: string,
  r: RInstallation,
  folder: string,
  ports: ToolchainPorts,
): Promise<string | undefined> {
  const unfinished = `${folder}.partial`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true });
  const args = ["--vanilla", join(home, "compile.R"), home, unfinished];
  const { code } = await runProcess(r.executable, args, { signal: ports.signal });
  if (code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    return undefined;
  }
  await rename(unfinished, folder);
  return folder;
}

function digestOf(home: string, { home: ofR, version, platform }: RInstallation): string {
  const hash = createHash("sha256").update(`1\0${ofR}\0${version}\0${platform}`);
  const files = readdirSync(join(home, "R"), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of [join(home, "load.R"), join(home, "compile.R"), ...files.sort()]) {
    hash.update(`\0${relative(home, file)}\0`).update(readFileSync(file));
  }
  return hash.digest("hex");
}
