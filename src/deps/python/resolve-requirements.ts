import { randomUUID } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { failed, ok, type Result } from "../../model/result.ts";
import { placeWheels } from "./local-wheels.ts";
import type { LockedPackages, PythonLockKey } from "./python-lock.ts";
import type { PythonEnvironmentRequest, PythonPorts, UvProgram } from "./python-request.ts";
import { readResolved } from "./read-resolved.ts";
import { optionArguments, preferredLines, requirementLines, sparkOwn } from "./requirement-lines.ts";
import { uvProblems } from "./uv-problems.ts";

/** For all platforms; with the digests of all files; who asked for what in comments. */
const compile =
  "pip compile requirements.in -c constraints.in --excludes spark.in -o resolved --universal --generate-hashes --no-header --no-emit-index-url --annotation-style=split".split(
    " ",
  );

/** Asks uv which packages the requirements bring, for all platforms and for this Python and newer ones. */
export async function resolveRequirements(
  request: PythonEnvironmentRequest,
  key: PythonLockKey,
  old: LockedPackages | undefined,
  uv: UvProgram,
  ports: PythonPorts,
): Promise<Result<LockedPackages>> {
  const { requirements, python, cacheFolder } = request;
  const named = requirements.requirements.filter(({ name }) => name !== undefined);
  ports.onProgress?.({ is: "resolving", requirements: named.length + requirements.wheels.length });
  const placed = await placeWheels(requirements.wheels, cacheFolder);
  const { requirements: asked, constraints } = requirementLines(requirements, placed);
  const files = { "requirements.in": asked, "constraints.in": constraints, "spark.in": `${sparkOwn.join("\n")}\n` };
  return inFolder(join(cacheFolder, "python", "resolving"), async (folder) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    // uv stays with the versions that it finds in the file that it is to write.
    await writeFile(join(folder, "resolved"), request.update === true ? "" : preferredLines(old));
    const { code, output } = await ports.runProcess(
      uv.executable,
      [
        ...compile,
        `--python=${python.executable}`,
        `--python-version=${key.python}`,
        ...uv.indexArgs,
        ...optionArguments(requirements.requirements),
      ],
      { cwd: folder, env: uv.env, ...(ports.signal === undefined ? {} : { signal: ports.signal }) },
    );
    if (code !== 0) return failed(...uvProblems(output, request));
    const packages = readResolved(await readFile(join(folder, "resolved"), "utf8"), requirements.wheels);
    return ok({ declared: key.declared, label: key.label, python: key.python, packages });
  });
}

/** A folder of this process's own for a while. */
async function inFolder<T>(parent: string, action: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(parent, randomUUID());
  await mkdir(folder, { recursive: true });
  try {
    return await action(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
