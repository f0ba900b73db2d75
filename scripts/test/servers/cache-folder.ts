import { placesOfProcess, resolveFolders } from "../../../src/toolchain/folders.ts";

/** Where what the tests fetch is kept. */
export function cacheFolder(): string {
  const folders = resolveFolders(placesOfProcess(process.env));
  if (!folders.ok) throw new Error("there is no folder for what the tests fetch");
  return folders.value.cache;
}
