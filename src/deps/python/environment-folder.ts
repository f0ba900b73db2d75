import { statSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as v from "valibot";
import { digestOfFile } from "../jar-store.ts";
import { type InstalledPackage, InstalledPackages, remember, textOf } from "../package-folder.ts";

const Manifest = v.object({ packages: InstalledPackages });
const manifestName = ".amaterasu.json";

export function interpreterOf(folder: string): string {
  return join(folder, "bin", "python");
}

/** Notes inside a finished environment what was installed. */
export async function writeManifest(folder: string): Promise<void> {
  const packages = await installedIn(await sitePackages(folder));
  await writeFile(join(folder, manifestName), `${JSON.stringify({ packages }, null, 1)}\n`);
}

/** Writes down that the content is right: its folders, and its modules that are a single file, are from now on watched. */
export async function rememberEnvironment(folder: string, note: string, now: number): Promise<void> {
  const site = await sitePackages(folder);
  const entries = await readdir(join(folder, "lib"), { recursive: true, withFileTypes: true });
  const places = entries
    .filter((entry) => (entry.isDirectory() ? entry.name !== "__pycache__" : entry.parentPath === site))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const { packages } = v.parse(Manifest, JSON.parse(await readFile(join(folder, manifestName), "utf8")));
  await remember({ folder, note, places: ["pyvenv.cfg", "bin/python", "lib", ...places.sort()], packages }, now);
}

/**
 * What is wrong with an environment's content, by the digests that its packages brought along; undefined where nothing
 * is. Files that no package knows of are no harm, packages are.
 */
export async function damageOf(folder: string): Promise<string | undefined> {
  const manifest = v.safeParse(v.pipe(v.string(), v.parseJson(), Manifest), textOf(join(folder, manifestName)));
  if (!manifest.success) return "it is not whole";
  if (statSync(interpreterOf(folder), { throwIfNoEntry: false }) === undefined) return "its Python is gone";
  const site = await sitePackages(folder).catch(() => undefined);
  if (site === undefined) return "its packages are gone";
  const found = await installedIn(site);
  if (JSON.stringify(found) !== JSON.stringify(manifest.output.packages)) return "other packages are in it";
  for (const entry of await readdir(site)) {
    const damaged = entry.endsWith(".dist-info") ? await damagedFile(site, entry) : undefined;
    if (damaged !== undefined) return `${damaged} is not as it was`;
  }
  return undefined;
}

async function damagedFile(site: string, distInfo: string): Promise<string | undefined> {
  const record = textOf(join(site, distInfo, "RECORD"));
  if (record === "") return `${distInfo}/RECORD`;
  for (const line of record.split("\n")) {
    const [, path = "", sha256] = /^"?(.+?)"?,sha256=([A-Za-z0-9_-]+),\d*\r?$/.exec(line) ?? [];
    if (sha256 !== undefined && (await contentDigest(join(site, path))) !== sha256) return path;
  }
  return undefined;
}

/** As RECORD writes it: without padding, in the alphabet for URLs. */
async function contentDigest(file: string): Promise<string | undefined> {
  const hex = await digestOfFile(file, "sha256").catch(() => undefined);
  return hex && Buffer.from(hex, "hex").toString("base64url");
}

async function sitePackages(folder: string): Promise<string> {
  const [python = ""] = (await readdir(join(folder, "lib"))).filter((name) => name.startsWith("python"));
  return join(folder, "lib", python, "site-packages");
}

async function installedIn(site: string): Promise<readonly InstalledPackage[]> {
  return (await readdir(site)).sort().flatMap((entry) => {
    const [, name, version] = /^(.+)-([^-]+)\.dist-info$/.exec(entry) ?? [];
    return name === undefined || version === undefined
      ? []
      : [{ name: name.replaceAll("_", "-").toLowerCase(), version }];
  });
}
