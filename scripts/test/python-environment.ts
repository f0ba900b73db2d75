import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { placesOfProcess, resolveFolders } from "../../src/toolchain/folders.ts";

const requirements = join(import.meta.dirname, "../../runtimes/python/tests/requirements.txt");

/** A Python with what the worker's tests need, made in the cache when its requirements or the `python3` are new. */
export function pythonForTests(): string {
  const folders = resolveFolders(placesOfProcess(process.env));
  if (!folders.ok) throw new Error("there is no folder for the tests' Python");
  const base = execFileSync("python3", ["-c", "import sys; print(sys.base_prefix, sys.version)"], { encoding: "utf8" });
  const digest = createHash("sha256").update(base).update(readFileSync(requirements)).digest("hex").slice(0, 16);
  const folder = join(folders.value.cache, "test-python", digest);
  const [python, complete] = [join(folder, "bin/python"), join(folder, "complete")];
  if (existsSync(complete)) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  execFileSync("python3", ["-m", "venv", folder]);
  const install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
  execFileSync(python, install, { stdio: ["ignore", "inherit", "inherit"] });
  writeFileSync(complete, "");
  return python;
}
