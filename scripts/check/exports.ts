import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Names that src/ exports and nobody imports: dead code, or a name that need not be public. */
const root = join(import.meta.dirname, "../..");
const folders = ["src", "scripts", "bench", "acceptance"];

const sources = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => ({ file, text: readFileSync(file, "utf8") })),
);

const imported = new Set(
  sources.flatMap(({ text }) => [
    ...[...text.matchAll(/(?:import|export)\s+(?:type\s+)?\{([^}]*)\}\s*from/g)].flatMap(([, names = ""]) =>
      names.split(",").map(
        (name) =>
          name
            .replace(/^\s*type\s+/, "")
            .trim()
            .split(/\s+as\s+/)[0] ?? "",
      ),
    ),
    ...[...text.matchAll(/await import\([^)]*\)\)?\.(\w+)/g)].map(([, name = ""]) => name),
    // `const { a } = await import(…)`, and `const [{ a }, { b }] = await Promise.all([import(…), …])`
    ...[...text.matchAll(/const \[?((?:\{[^{}]*\}(?:, )?)+)\]?\s*=\s*await (?:import|Promise\.all)\(/g)].flatMap(
      ([, names = ""]) => names.split(/[{},]+/).map((name) => name.trim().split(":")[0] ?? ""),
    ),
  ]),
);

const dead = sources
  .filter(({ file }) => relative(root, file).startsWith("src/") && !file.endsWith(".test.ts"))
  .flatMap(({ file, text }) =>
    [...text.matchAll(/^export (?:async )?(?:const|function|class|interface|type) (\w+)/gm)]
      .map(([, name = ""]) => name)
      .filter((name) => !imported.has(name) && occurrences(text, name) < 2)
      .map((name) => `${relative(root, file)}: ${name} is exported, and used nowhere`),
  );

function occurrences(text: string, name: string): number {
  return text.split(new RegExp(`\\b${name}\\b`)).length - 1;
}

for (const problem of dead) console.log(problem);
process.exitCode = dead.length === 0 ? 0 : 1;
