import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { digestOf } from "../../model/digest.ts";

/** One file of a folder for its digest; the content as its own SHA-256, or what a link points to. */
export interface DigestedFile {
  /** Relative to the folder, with `/`. */
  readonly path: string;
  readonly content: string;
}

/** SHA-256 of a folder's files by name and content, whatever their order. */
export function digestOfFiles(files: readonly DigestedFile[]): string {
  const lines = files.map(({ path, content }) => `${content} ${JSON.stringify(path)}\n`).sort();
  return digestOf(lines.join(""));
}

/** The files of a folder on disk, links as such. */
export function filesIn(folder: string, below = ""): readonly DigestedFile[] {
  return readdirSync(join(folder, below)).flatMap((name): readonly DigestedFile[] => {
    const path = below === "" ? name : `${below}/${name}`;
    const stat = lstatSync(join(folder, path));
    if (stat.isDirectory()) return filesIn(folder, path);
    if (stat.isSymbolicLink()) return [{ path, content: `link ${readlinkSync(join(folder, path))}` }];
    return [
      {
        path,
        content: digestOf(readFileSync(join(folder, path))),
      },
    ];
  });
}
