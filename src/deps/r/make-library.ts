import { copyFile, mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { digestOfFile } from "../jar-store.ts";
import { InstalledPackages, remember, textOf } from "../package-folder.ts";
import { PackagesFolder, repositoryRows, runPackages } from "./packages-program.ts";
import type { LockedRPackage, LockedRPackages } from "./r-lock.ts";
import { rFailed, rProblems } from "./r-problems.ts";
import type { RLibraryRequest, RPorts } from "./r-request.ts";
import { findSource, keepSource, sourcePath } from "./r-sources.ts";
import { notCached } from "./resolve-packages.ts";

const manifestName = ".amaterasu.json";
const Manifest = v.object({ packages: InstalledPackages, files: v.record(v.string(), v.string()) });

/** Installs a locked set: beside its place first, and into it by one rename, so that nobody ever sees half of one. */
export async function makeLibrary(
  set: LockedRPackages,
  library: string,
  request: RLibraryRequest,
  ports: RPorts,
): Promise<Result<string>> {
  await using folder = await PackagesFolder.open(join(request.cacheFolder, "r", "installing"));
  const gathered = await gatherSources(set.packages, folder, request, ports);
  if (!gathered.ok) return gathered;
  ports.onProgress?.({ is: "installing", packages: set.packages.length });
  const staging = `${library}.partial`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  const outcome = await runPackages(request.r.executable, ["install", folder.path, staging], folder, ports);
  if (outcome.is === "failed") return failed(rFailed(outcome.output));
  await writeManifest(staging, set);
  await rm(library, { recursive: true, force: true });
  await rename(staging, library);
  return ok(library);
}

/** Puts all sources into the folder, from the cache or fetched now, and lets none pass that is not the locked one. */
async function gatherSources(
  packages: readonly LockedRPackage[],
  folder: PackagesFolder,
  request: RLibraryRequest,
  ports: RPorts,
): Promise<Result<undefined>> {
  const caches = [request.cacheFolder, ...(request.readOnlyCaches ?? [])];
  const lacking: LockedRPackage[] = [];
  for (const one of packages) {
    const path = await findSource(one, caches);
    if (path === undefined) lacking.push(one);
    else await copyFile(path, join(folder.path, one.file));
  }
  await folder.write("repositories", repositoryRows(request.requirements.repositories));
  await folder.write("locked", lacking.map(rowOf));
  if (lacking.length > 0) {
    if (ports.offline) return failed(notCached(lacking.map(({ name }) => name)));
    ports.onProgress?.({ is: "fetching", packages: lacking.length });
    const outcome = await runPackages(request.r.executable, ["fetch", folder.path], folder, ports);
    if (outcome.is === "failed") return failed(rFailed(outcome.output));
    if (outcome.problems.length > 0) return failed(...rProblems(outcome.problems, request));
    const others = await keepFetched(lacking, folder, request);
    if (others.length > 0) return failed(...others);
  }
  await folder.write("locked", packages.map(rowOf));
  return ok(undefined);
}

function rowOf({ name, version, repository, file }: LockedRPackage): readonly string[] {
  return [name, version, repository, file];
}

async function keepFetched(
  packages: readonly LockedRPackage[],
  folder: PackagesFolder,
  { cacheFolder }: RLibraryRequest,
): Promise<readonly Diagnostic[]> {
  const others: Diagnostic[] = [];
  for (const one of packages) {
    const path = join(folder.path, one.file);
    const found = await digestOfFile(path, "sha256");
    if (found !== one.sha256) others.push(otherContent(one, found));
    else {
      await keepSource(path, one, cacheFolder);
      await copyFile(sourcePath(cacheFolder, one), path);
    }
  }
  return others;
}

/** R notes no digests of what it installs. */
async function writeManifest(library: string, { packages }: LockedRPackages): Promise<void> {
  const files = await filesIn(library);
  const digests = await Promise.all(
    files.map(async (file) => [file, await digestOfFile(join(library, file), "sha256")]),
  );
  const manifest = {
    packages: packages.map(({ name, version }) => ({ name, version })),
    files: Object.fromEntries(digests),
  };
  await writeFile(join(library, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** What is wrong with a library's content; undefined where nothing is. */
export async function damageOf(library: string): Promise<string | undefined> {
  const manifest = v.safeParse(v.pipe(v.string(), v.parseJson(), Manifest), textOf(join(library, manifestName)));
  if (!manifest.success) return "it is not whole";
  for (const [file, sha256] of Object.entries(manifest.output.files)) {
    const found = await digestOfFile(join(library, file), "sha256").catch(() => undefined);
    if (found !== sha256) return `${file} is not as it was`;
  }
  const { packages } = manifest.output;
  const installed = (await readdir(library)).filter((name) => !name.startsWith("."));
  return installed.every((name) => packages.some((one) => one.name === name)) ? undefined : "other packages are in it";
}

/** Writes down that the content is right; from now on the library's folders are watched. */
export async function rememberLibrary(folder: string, note: string, now: number): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const places = entries
    .filter((entry) => entry.isDirectory() || entry.name === "DESCRIPTION")
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const { packages } = v.parse(Manifest, JSON.parse(textOf(join(folder, manifestName))));
  await remember({ folder, note, places: ["", ...places.sort()], packages }, now);
}

async function filesIn(library: string): Promise<readonly string[]> {
  const entries = await readdir(library, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && entry.parentPath !== library)
    .map((entry) => join(entry.parentPath, entry.name).slice(library.length + 1))
    .sort();
}

function otherContent({ name, version, sha256 }: LockedRPackage, found: string): Diagnostic {
  return error("AMA1566", `${name} ${version} is not the one that is locked: its SHA-256 is ${found}, not ${sha256}.`, {
    hint: "Find out who changed it; run `ama deps --update` only if it was published anew on purpose.",
  });
}
