import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const names = ["maki.yml", "maki.yaml", "maki.json"];

/**
 * The nearest folder upwards from `folder` that has a maki.yml, as an absolute path; undefined where there is none up to
 * the root of the git repository, or of the file system.
 */
export function findJobRoot(folder: string): string | undefined {
  for (let here = resolve(folder); ; here = dirname(here)) {
    if (names.some((name) => existsSync(join(here, name)))) return here;
    if (existsSync(join(here, ".git")) || here === dirname(here)) return undefined;
  }
}
