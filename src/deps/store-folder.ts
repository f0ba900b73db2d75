import { join } from "node:path";

/** Where the cache keeps jars, shared by all jobs. */
export function storeFolder(cacheFolder: string): string {
  return join(cacheFolder, "jars");
}
