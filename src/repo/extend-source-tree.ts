import { makeSourceTree, type SourceTree } from "./source-tree.ts";
import { SourceStore } from "./source-tree-store.ts";

/** A source tree with more files, which are kept in the store beside those of the repo. */
export function extendSourceTree(
  tree: SourceTree,
  storeDir: string,
  additions: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): SourceTree {
  const store = new SourceStore(storeDir);
  const added = additions.map(({ path, bytes }) => ({ path, mode: "file" as const, ...store.put(bytes) }));
  const paths = new Set(added.map(({ path }) => path));
  return makeSourceTree(
    { files: [...tree.files.filter(({ path }) => !paths.has(path)), ...added], outside: [] },
    store,
  );
}
