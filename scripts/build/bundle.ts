import { cpSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles the program with its libraries into ES modules: a small entry, and chunks that are loaded when a command
 * needs them. The parsers of the analysis are WebAssembly and stay files of their own.
 */
export async function bundle(root: string, outdir: string): Promise<void> {
  await build({
    entryPoints: { ama: join(root, "src/cli/main.ts") },
    outdir,
    outExtension: { ".js": ".mjs" },
    chunkNames: "chunks/[name]-[hash]",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node24",
    minifySyntax: true,
    legalComments: "linked",
    logLevel: "warning",
    // Libraries in the older module format ask for `require`, which an ES module has not.
    banner: {
      js: 'import { createRequire as amaCreateRequire } from "node:module"; const require = amaCreateRequire(import.meta.url);',
    },
  });
  const grammars = join(outdir, "grammars");
  mkdirSync(grammars);
  for (const file of parsers) cpSync(join(root, "node_modules", file), join(grammars, basename(file)));
}

const parsers = [
  "web-tree-sitter/web-tree-sitter.wasm",
  "@cursorless/tree-sitter-wasms/out/tree-sitter-python.wasm",
  "@cursorless/tree-sitter-wasms/out/tree-sitter-r.wasm",
];
