import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "./run-process.ts";

/** What a Spark home needs of pyspark's archive; examples, data and the Connect REPL's 60 MB stay behind. */
const wanted = ["deps/bin", "deps/sbin", "deps/jars", "deps/licenses", "pyspark", "lib", "LICENSE", "NOTICE"];

/**
 * Makes a Spark home of pyspark's source archive, laid out as Spark's own distribution is: `bin`, `jars`,
 * `python/pyspark`, `python/lib/pyspark.zip` (which YARN ships to executors).
 */
export async function unpackSpark(archive: string, home: string, signal?: AbortSignal): Promise<string | undefined> {
  const root = archive.replace(/^.*\//, "").replace(/\.tar\.gz$/, "");
  const raw = join(home, ".raw");
  await mkdir(raw, { recursive: true });
  const members = wanted.map((name) => `${root}/${name}`);
  const exclude = ["--exclude=*/connect-repl", "--exclude=*.cmd"];
  const tar = await runProcess("tar", ["-xzf", archive, "-C", raw, "--no-same-owner", ...exclude, ...members], {
    signal,
  });
  if (tar.code !== 0) return `tar ended with ${tar.code}: ${tar.output.trim().split("\n").at(-1) ?? ""}`;
  const top = join(raw, root);
  for (const name of await readdir(join(top, "deps"))) await rename(join(top, "deps", name), join(home, name));
  await mkdir(join(home, "python"));
  for (const name of ["pyspark", "lib"]) await rename(join(top, name), join(home, "python", name));
  for (const name of ["LICENSE", "NOTICE"]) await rename(join(top, name), join(home, name));
  await rm(raw, { recursive: true });
  return undefined;
}
