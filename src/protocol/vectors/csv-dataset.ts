import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A row by the names of its columns. Every value is a text. */
export type CsvRow = Readonly<Record<string, string>>;

/** Writes files below a folder, and makes what folders they need. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text);
  }
}

/**
 * The rows of a dataset in CSV, a file or a folder of files, each with the names in its first line. The values of
 * vectors need no more than quotes around them. `undefined` where nothing lies at the path.
 */
export async function csvRows(path: string): Promise<readonly CsvRow[] | undefined> {
  const files = await filesOf(path);
  const texts = files && (await Promise.all(files.map((file) => readFile(file, "utf8"))));
  return texts?.flatMap(rowsOf);
}

async function filesOf(path: string): Promise<readonly string[] | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isDirectory()) return found && [path];
  const names = (await readdir(path)).filter((name) => !/^[._]/.test(name));
  return names.toSorted().map((name) => join(path, name));
}

function rowsOf(text: string): readonly CsvRow[] {
  const [names = [], ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line !== "")
    .map(valuesOf);
  return rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index] ?? ""])));
}

function valuesOf(line: string): readonly string[] {
  return line.split(",").map((value) => value.replace(/^"(.*)"$/, "$1"));
}
