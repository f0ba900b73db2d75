import type { SourceFiles } from "../model/source-files.ts";

/** A repo that exists in memory only, for tests: path to text or bytes. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): SourceFiles {
  const files = new Map(Object.entries(contents));
  const paths = [...files.keys()].sort();
  const folders = new Set(paths.flatMap(foldersAbove));
  return {
    list: (folder) => (folder === "" ? paths : paths.filter((path) => path.startsWith(`${folder}/`))),
    read: (path) => {
      const content = files.get(path);
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    kind: (path) => (files.has(path) ? "file" : folders.has(path) ? "folder" : undefined),
  };
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join("/"));
}
