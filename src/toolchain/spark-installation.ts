import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { InstallationOrigin, SparkInstallation } from "../model/toolchain.ts";

/**
 * Reads what Spark a folder holds from the names of its jars, without starting it; undefined where it is none.
 *
 * The order of the jars is part of the key of start-up caches, so it is by name and the same on every machine, and not
 * the file system's order, which `jars/*` would give.
 */
export function inspectSpark(home: string, origin: InstallationOrigin): SparkInstallation | undefined {
  const names = jarNames(join(home, "jars"));
  const core = names
    .map((name) => /^spark-core_[\d.]+-(\d+\.\d+\.\d+.*)\.jar$/.exec(name))
    .find((match) => match !== null);
  const scala = names.map((name) => /^scala-library-(\d.*)\.jar$/.exec(name)).find((match) => match !== null);
  if (core?.[1] === undefined || scala?.[1] === undefined) return undefined;
  return { home, version: core[1], scala: scala[1], jars: names.map((name) => join(home, "jars", name)), origin };
}

function jarNames(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith(".jar"))
      .sort();
  } catch {
    return []; // No such folder, or none of ours to read: either way no Spark that could be used.
  }
}
