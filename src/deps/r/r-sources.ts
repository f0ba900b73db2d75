import { mkdir, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { checkStored } from "../jar-store.ts";
import type { LockedRPackage } from "./r-lock.ts";

type Source = Pick<LockedRPackage, "file" | "sha256">;

/** Where the cache keeps the sources of packages, each under its SHA-256. */
function storeOf(cacheFolder: string): string {
  return join(cacheFolder, "r", "sources");
}

export function sourcePath(cacheFolder: string, { file, sha256 }: Source): string {
  return join(storeOf(cacheFolder), sha256, file);
}

/** Moves a fetched file into the cache. */
export async function keepSource(path: string, source: Source, cacheFolder: string): Promise<void> {
  const target = sourcePath(cacheFolder, source);
  await mkdir(dirname(target), { recursive: true });
  await rename(path, target);
}

/** The cached source, if it is there and has the right content. */
export async function findSource(one: LockedRPackage, caches: readonly string[]): Promise<string | undefined> {
  for (const cache of caches) {
    const { file: name, sha256, size } = one;
    if ((await checkStored(storeOf(cache), { sha256, size, name }, Date.now())) === "good")
      return sourcePath(cache, one);
  }
  return undefined;
}
