import { createRequire } from "node:module";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Language, Parser } from "web-tree-sitter";
import { copyTree, type Syntax } from "./tree.ts";

/** Reads sources of one language. */
export type Parse = (source: string) => Syntax;

let engine: Promise<void> | undefined;

/** Loads a grammar, and the parser's engine with the first one. */
export async function loadGrammar(language: "python" | "r"): Promise<Parse> {
  engine ??= Parser.init({ locateFile: () => fileOf("web-tree-sitter.wasm", "web-tree-sitter") });
  await engine;
  const name = `tree-sitter-${language}.wasm`;
  const parser = new Parser();
  parser.setLanguage(await Language.load(fileOf(name, `@cursorless/tree-sitter-wasms/out`)));
  return (source) => {
    const tree = parser.parse(source);
    if (!tree) throw new Error("The parser was given no language.");
    const cursor = tree.walk();
    try {
      return copyTree(cursor, source);
    } finally {
      cursor.delete();
      tree.delete();
    }
  };
}

/** In a release beside the program, in a checkout in the package that it comes from. */
function fileOf(name: string, folder: string): string {
  const beside = fileURLToPath(new URL(`../grammars/${name}`, import.meta.url));
  return existsSync(beside) ? beside : createRequire(import.meta.url).resolve(`${folder}/${name}`);
}
