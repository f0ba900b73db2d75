import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/**
 * Names that src/ exports and no other file imports: dead code, or a name that need not be public. Types may be exported
 * for the sake of a signature in their own file.
 */
const root = join(import.meta.dirname, "../..");
const folders = ["src", "scripts", "bench", "acceptance", "runtimes"];

interface Source {
  readonly file: string;
  readonly text: string;
}

const sources: readonly Source[] = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: readFileSync(file, "utf8") })),
);

/** By file, the names that others import from it. */
const imported = new Map<string, Set<string>>();
for (const { file, text } of sources) {
  for (const [, names = "", path = ""] of text.matchAll(
    /\b(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from\s*"([^"]+)"/g,
  ))
    note(join(dirname(file), path), names.split(",").map(nameIn));
  // Which names a dynamic import takes is not looked for more closely than that the file holds them.
  for (const [, path = ""] of text.matchAll(/\bimport\(\s*"([^"]+)"\s*\)/g))
    note(join(dirname(file), path), text.match(/\w+/g) ?? []);
}

function note(file: string, names: readonly string[]): void {
  imported.set(file, new Set([...(imported.get(file) ?? []), ...names]));
}

/** `type A as B` imports A. */
function nameIn(part: string): string {
  return (
    part
      .trim()
      .replace(/^type\s+/, "")
      .split(/\s+as\s+/)[0] ?? ""
  );
}

const declaration = /^export (?:async )?(const|function\*?|class|interface|type) (\w+)/gm;

function unused({ file, text }: Source): readonly string[] {
  return [...text.matchAll(declaration)]
    .filter(([, kind = "", name = ""]) => {
      if (imported.get(file)?.has(name)) return false;
      const isType = kind === "interface" || kind === "type";
      return !isType || occurrences(text, name) < 2;
    })
    .map(([, , name = ""]) => `${relative(root, file)}: ${name} is exported, and no other file imports it`);
}

function occurrences(text: string, name: string): number {
  return text.split(new RegExp(`\\b${name}\\b`)).length - 1;
}

const problems = sources
  .filter(({ file }) => relative(root, file).startsWith("src/") && !file.endsWith(".test.ts"))
  .flatMap(unused);
for (const problem of problems) console.log(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
