import { readdirSync } from "node:fs";

/** Node itself keeps it for every tool that asks for it, in whatever folder is the one for temporary files. */
const nodesOwn = "node-compile-cache";

/** What lies in a folder for temporary files after all that had it as `TMPDIR` has ended. */
export function leftBehindIn(folder: string): string[] {
  return readdirSync(folder).filter((name) => name !== nodesOwn);
}
