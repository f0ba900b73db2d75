import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { digestOf } from "../model/digest.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * A file of the repo as one on this machine's disk, in a folder of the cache for files of its kind. It keeps its own
 * name, by which others tell what it is; files with the same content and name are one.
 */
export async function placeFile(folder: string, path: string, content: Uint8Array): Promise<string> {
  const file = join(folder, digestOf(content), basename(path));
  if (!existsSync(file)) await writeWhole(file, content);
  return file;
}
