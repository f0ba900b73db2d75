import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { versionOf } from "./version.ts";

/** The npm package of a staged folder; returns its path. */
export function packNpm(stage: string, dist: string): string {
  const folder = join(dist, "npm");
  mkdirSync(folder);
  const name = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
    cwd: stage,
    encoding: "utf8",
  }).trim();
  return join(folder, name.split("\n").at(-1) ?? name);
}

/** amaterasu-<version>.tgz of the same folder, which unpacks to `ama/`; returns its path. */
export function packTgz(stage: string, dist: string): string {
  const target = join(dist, `amaterasu-${versionOf(stage)}.tgz`);
  execFileSync("tar", [
    "-czf",
    target,
    "--owner=0",
    "--group=0",
    `--transform=s,^${basename(stage)},ama,`,
    "-C",
    dirname(stage),
    basename(stage),
  ]);
  return target;
}
