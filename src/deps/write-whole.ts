import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** Writes a file that others see whole or not at all. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const own = `${file}.${randomUUID()}`;
  try {
    await writeFile(own, content);
    await rename(own, file);
  } catch (problem) {
    await rm(own, { force: true });
    throw problem;
  }
}
