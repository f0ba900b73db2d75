import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { placesOfProcess, resolveFolders } from "../../src/toolchain/folders.ts";
import { ensureUv } from "../../src/toolchain/python/uv.ts";

/** Writes `amaterasu-<version>-py3-none-any.whl`: the names that actions in Python import, as `pyproject.toml` says. */
export async function writeIdeWheel(root: string, folder: string): Promise<void> {
  const folders = resolveFolders(placesOfProcess(process.env));
  if (!folders.ok) throw new Error("there is no folder for uv");
  const { platform, arch, env } = process;
  const uv = await ensureUv({ folders: folders.value, env, platform, arch, progress: () => undefined });
  if (!uv.ok) throw new Error(uv.diagnostics.map(({ message }) => message).join(" "));
  const build = [
    "build",
    "--quiet",
    "--wheel",
    "--no-create-gitignore",
    "--out-dir",
    folder,
    join(root, "runtimes/python"),
  ];
  execFileSync(uv.value.executable, build, { env: uv.value.env, stdio: ["ignore", "ignore", "inherit"] });
}
