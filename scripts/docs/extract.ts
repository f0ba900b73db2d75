import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { blocksOf } from "./blocks.ts";

/**
 * Writes the files of a page's job into the current folder, and its shell blocks as `block-1.sh`, `block-2.sh` ….
 *
 *     node scripts/docs/extract.ts docs/guide/python.md
 */
const page = process.argv[2];
if (page === undefined) throw new Error("usage: node scripts/docs/extract.ts <page>");
const blocks = blocksOf(readFileSync(join(import.meta.dirname, "../..", page), "utf8")).filter(
  ({ notExecuted }) => notExecuted === undefined,
);

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

for (const { file, text } of blocks) if (file !== undefined) write(file, text);
const scripts = blocks.filter(({ language, file }) => language === "sh" && file === undefined);
for (const [index, { text }] of scripts.entries()) write(`block-${index + 1}.sh`, text);
