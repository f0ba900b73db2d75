import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import * as v from "valibot";
import { error } from "../../diagnostics/report.ts";
import type { Location } from "../../model/location.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { digestOfFiles, filesIn } from "./folder-digest.ts";

/** A package on this machine's disk. */
export interface NpmRunner {
  /** The package's own folder, in which its manifest lies. */
  readonly folder: string;
  readonly version: string;
  /** Of the package and all that it depends on. */
  readonly sha256: string;
}

/** Runs npm to its end; code 127 where there is none. */
export type RunNpm = (
  args: readonly string[],
  cwd: string,
) => Promise<{ readonly code: number | null; readonly output: string }>;

/** A package's name without its version: `@acme/x@1.2` is `@acme/x`. */
export function packageOf(spec: string): string {
  const at = spec.indexOf("@", 1);
  return at < 0 ? spec : spec.slice(0, at);
}

/** The package that was fetched before, as it was then. */
function npmRunnerIn(store: string, spec: string): NpmRunner | undefined {
  const folder = join(store, "node_modules", packageOf(spec));
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return undefined;
  const { version } = v.parse(v.looseObject({ version: v.string() }), JSON.parse(readFileSync(manifest, "utf8")));
  const files = filesIn(join(store, "node_modules")).filter(({ path }) => path !== ".package-lock.json");
  return { folder, version, sha256: digestOfFiles(files) };
}

/**
 * Fetches a package with what it depends on, by the npm of this machine and its settings; none of its scripts is run.
 * `store` is the folder that holds it from then on.
 */
export async function fetchNpmRunner(
  store: string,
  spec: string,
  at: Location,
  npm: RunNpm,
): Promise<Result<NpmRunner>> {
  const there = npmRunnerIn(store, spec);
  if (there !== undefined) return ok(there);
  const work = `${store}.${process.pid}`;
  await mkdir(work, { recursive: true });
  await writeFile(join(work, "package.json"), "{}\n");
  const args = [
    "install",
    "--ignore-scripts",
    "--no-audit",
    "--no-fund",
    "--no-update-notifier",
    "--loglevel=error",
    "--no-save",
    spec,
  ];
  const { code, output } = await npm(args, work);
  if (code !== 0) {
    await rm(work, { recursive: true, force: true });
    const why = code === 127 ? "npm is not on this machine" : lastLine(output);
    const hint = `Check the name and version, and npm's registry, proxy and credentials: \`npm view ${spec}\` asks it.`;
    return failed(error("AMA1581", `The runner npm:${spec} cannot be fetched: ${why}.`, { at, hint }));
  }
  await mkdir(dirname(store), { recursive: true });
  // Two starts at once fetch the same; whichever is second takes what the first has put there.
  await rename(work, store).catch(() => rm(work, { recursive: true, force: true }));
  const fetched = npmRunnerIn(store, spec);
  if (fetched !== undefined) return ok(fetched);
  return failed(error("AMA1581", `npm has fetched ${spec}, but there is no package ${packageOf(spec)} in it.`, { at }));
}

function lastLine(output: string): string {
  const lines = output.split("\n").filter((line) => /^npm (?:error|ERR!) \S/.test(line));
  const telling = lines.find((line) => !/code |A complete log/.test(line)) ?? lines[0] ?? output.trim();
  return telling.replace(/^npm (?:error|ERR!) /, "").replace(/\.$/, "");
}
