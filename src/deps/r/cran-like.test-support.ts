import { execFileSync } from "node:child_process";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

export interface TestPackage {
  readonly name: string;
  readonly version: string;
  /** As DESCRIPTION has it: `fruit (>= 1.0)`. */
  readonly imports?: string;
  /** R code; by default a function `version()`. */
  readonly code?: string;
}

export interface CranLike {
  readonly url: string;
  /** Builds packages with `R CMD build` and publishes them; a version that is there already moves into the archive. */
  readonly publish: (...packages: readonly TestPackage[]) => void;
}

/** A CRAN-like repository in a folder, made by R's own tools. */
export function cranLike(folder: string): CranLike {
  const contrib = join(folder, "src", "contrib");
  mkdirSync(contrib, { recursive: true });
  const latest = new Map<string, string>();
  return {
    url: pathToFileURL(folder).href,
    publish(...packages) {
      for (const one of packages) {
        const old = latest.get(one.name);
        const archive = join(contrib, "Archive", one.name);
        mkdirSync(archive, { recursive: true });
        if (old !== undefined) renameSync(join(contrib, old), join(archive, old));
        latest.set(one.name, build(one, join(folder, "sources"), contrib));
      }
      execFileSync("Rscript", ["--vanilla", "-e", `tools::write_PACKAGES("${contrib}", type = "source")`]);
    },
  };
}

function build({ name, version, imports, code }: TestPackage, sources: string, contrib: string): string {
  const folder = join(sources, name);
  mkdirSync(join(folder, "R"), { recursive: true });
  const description = [
    `Package: ${name}`,
    `Version: ${version}`,
    "Title: A Package for Tests",
    "Description: It is for tests.",
    "Author: Nobody",
    "Maintainer: Nobody <nobody@example.com>",
    "License: Apache License 2.0",
    ...(imports === undefined ? [] : [`Imports: ${imports}`]),
  ];
  writeFileSync(join(folder, "DESCRIPTION"), `${description.join("\n")}\n`);
  writeFileSync(join(folder, "NAMESPACE"), 'exportPattern("^[a-z]")\n');
  writeFileSync(join(folder, "R", "code.R"), `${code ?? `version <- function() "${version}"`}\n`);
  execFileSync("R", ["CMD", "build", "--no-manual", "--no-build-vignettes", folder], { cwd: contrib, stdio: "pipe" });
  return `${name}_${version}.tar.gz`;
}
