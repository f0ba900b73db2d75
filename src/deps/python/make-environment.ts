import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { failed, ok, type Result } from "../../model/result.ts";
import { interpreterOf, writeManifest } from "./environment-folder.ts";
import { placeWheels } from "./local-wheels.ts";
import type { LockedPackages } from "./python-lock.ts";
import type { PythonEnvironmentRequest, PythonPorts, UvProgram } from "./python-request.ts";
import { lockedLines, optionArguments } from "./requirement-lines.ts";
import { uvProblems } from "./uv-problems.ts";

/**
 * Makes the environment of a locked set: beside its place first, and into it by one rename, so that nobody ever sees
 * half of one. The caller sees to it that no other process is at it.
 */
export async function makeEnvironment(
  set: LockedPackages,
  folder: string,
  request: PythonEnvironmentRequest,
  uv: UvProgram,
  ports: PythonPorts,
): Promise<Result<string>> {
  ports.onProgress?.({ is: "installing", packages: set.packages.length });
  const staging = `${folder}.partial`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(dirname(staging), { recursive: true });
  for (const args of await commands(set, staging, request, uv)) {
    const { code, output } = await ports.runProcess(uv.executable, args, {
      cwd: dirname(staging),
      env: uv.env,
      ...(ports.signal === undefined ? {} : { signal: ports.signal }),
    });
    if (code !== 0) return failed(...uvProblems(output, request));
  }
  await rm(lockedFile(staging));
  await writeManifest(staging);
  await rm(folder, { recursive: true, force: true });
  await rename(staging, folder);
  return ok(folder);
}

const venv = "venv --quiet --relocatable --no-project".split(" ");
const sync = "pip sync --quiet --require-hashes --compile-bytecode --allow-empty-requirements".split(" ");

/** The locked packages as uv reads them. */
function lockedFile(staging: string): string {
  return `${staging}.txt`;
}

/** Its modules are compiled now: an import later writes nothing into it. */
async function commands(
  set: LockedPackages,
  staging: string,
  { python, requirements, cacheFolder }: PythonEnvironmentRequest,
  uv: UvProgram,
): Promise<readonly (readonly string[])[]> {
  const placed = await placeWheels(requirements.wheels, cacheFolder);
  const locked = lockedFile(staging);
  await writeFile(locked, lockedLines(set, placed));
  return [
    [...venv, `--python=${python.executable}`, staging],
    [
      ...sync,
      `--python=${interpreterOf(staging)}`,
      ...uv.indexArgs,
      ...optionArguments(requirements.requirements),
      locked,
    ],
  ];
}
