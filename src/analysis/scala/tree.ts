/** A node of scalameta's syntax tree. `pos` counts UTF-16 units from the start of the parsed text; `end` is exclusive. */
export interface Tree {
  readonly type: string;
  readonly pos: { readonly start: number; readonly end: number };
  readonly [field: string]: unknown;
}

export function isTree(value: unknown): value is Tree {
  return typeof value === "object" && value !== null && "type" in value && "pos" in value;
}

/** The one subtree in a field. */
export function child(tree: Tree | undefined, field: string): Tree | undefined {
  const value = tree?.[field];
  return isTree(value) ? value : undefined;
}

/** The subtrees of a field that holds a list. */
export function children(tree: Tree | undefined, field: string): readonly Tree[] {
  const value = tree?.[field];
  return Array.isArray(value) ? value.filter(isTree) : [];
}

/** All subtrees, in the order of the source. */
export function subtrees(tree: Tree): Tree[] {
  const found: Tree[] = [];
  for (const value of Object.values(tree)) {
    if (isTree(value)) found.push(value);
    else if (Array.isArray(value)) for (const item of value) if (isTree(item)) found.push(item);
  }
  return found;
}

/** The name of a `Term.Name`, `Type.Name` and the like; the value of a literal; else empty. */
export function valueOf(tree: Tree | undefined): string {
  const value = tree?.["value"];
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

/** `a.b.c` as `["a", "b", "c"]`; undefined where anything but names stands in it. */
export function pathOf(tree: Tree | undefined): string[] | undefined {
  if (tree?.type === "Term.Name" || tree?.type === "Term.This") return [valueOf(tree) || "this"];
  if (tree?.type !== "Term.Select") return undefined;
  const before = pathOf(child(tree, "qual"));
  return before && [...before, valueOf(child(tree, "name"))];
}
