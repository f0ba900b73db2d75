import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bundle } from "./build/bundle.ts";
import { writeIdeJars } from "./build/ide-jars.ts";
import { writeIdeWheel } from "./build/ide-wheel.ts";
import { packNpm, packTgz } from "./build/pack.ts";
import { manifests } from "./build/manifests.ts";

/**
 * Makes both releases in dist/: the npm package, and amaterasu-<version>.tgz, which unpacks to `ama/`. What they share
 * lies in dist/package: the bundled program, what it needs at run time, and in `ide` the names that actions use, for IDEs.
 */
const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const stage = join(dist, "package");

rmSync(dist, { recursive: true, force: true });
mkdirSync(stage, { recursive: true });

await bundle(root, join(stage, "dist"));
for (const path of [
  "LICENSE",
  "README.md",
  "CHANGELOG.md",
  "ama",
  "ama-start.sh",
  "runtimes/scala/src/main",
  "runtimes/scala/scalac.options",
  "runtimes/resolver",
  "runtimes/shell",
  "runtimes/python/src",
  "runtimes/r",
  "protocol/vectors",
  "protocol/sources.json",
]) {
  if (!existsSync(join(root, path))) throw new Error(`${path} is missing`);
  cpSync(join(root, path), join(stage, path), { recursive: true });
}
writeIdeJars(root, join(stage, "ide"));
await writeIdeWheel(root, join(stage, "ide"));
const { manifest, lock } = manifests(
  readFileSync(join(root, "package.json"), "utf8"),
  readFileSync(join(root, "package-lock.json"), "utf8"),
);
writeFileSync(join(stage, "package.json"), manifest);
writeFileSync(join(stage, "package-lock.json"), lock);

for (const made of [packNpm(stage, dist), packTgz(stage, dist)]) console.log(made);
