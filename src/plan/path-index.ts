/** Finds what lies at, above or below a path, without looking at all paths. */
export interface PathIndex<T> {
  overlapping(path: string): readonly T[];
}

/** Paths as `comparablePath` gives them. Two overlap when they are equal, or one lies inside the other. */
export function pathIndex<T extends { readonly path: string }>(items: readonly T[]): PathIndex<T> {
  const exact = Map.groupBy(items, (item) => item.path);
  const below = new Map<string, T[]>();
  for (const item of items) {
    for (const folder of foldersOf(item.path)) {
      const inside = below.get(folder) ?? [];
      below.set(folder, inside);
      inside.push(item);
    }
  }
  return {
    overlapping: (path) => [
      ...(exact.get(path) ?? []),
      ...(below.get(path) ?? []),
      ...foldersOf(path).flatMap((folder) => exact.get(folder) ?? []),
    ],
  };
}

function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let at = path.lastIndexOf("/"); at > 0; at = path.lastIndexOf("/", at - 1)) folders.push(path.slice(0, at));
  return folders;
}
