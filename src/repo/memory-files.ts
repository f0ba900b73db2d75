import type { SourceFiles } from "../model/source-files.ts";

/** A repo that exists in memory only, for tests: path to text or bytes. */
export function memoryFiles(contents: Readonly<Record<string, string | Uint8Array>>): SourceFiles {
  const files = new Map(Object.entries(contents));
  const paths = [...files.keys()].sort();
  const inside = (folder: string) => (path: string) => folder === "" || path.startsWith(`${folder}/`);
  return {
    list: (folder) => paths.filter(inside(folder)),
    read: (path) => {
      const content = files.get(path);
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    kind: (path) => (files.has(path) ? "file" : paths.some(inside(path)) ? "folder" : undefined),
  };
}
