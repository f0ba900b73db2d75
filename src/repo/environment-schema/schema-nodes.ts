import type { YamlNode } from "../yaml/yaml-node.ts";

/** What a node holds under a key or index; undefined where it holds nothing of that name. */
export function childOf(node: YamlNode | undefined, segment: string): YamlNode | undefined {
  if (node?.kind === "map") return node.entries.get(segment)?.value;
  return node?.kind === "list" && /^\d+$/.test(segment) ? node.items[Number(segment)] : undefined;
}

/** The segments of a JSON pointer in the form of a URI's fragment: `#/a%20b/c~1d` is `a b`, `c/d`. */
export function segmentsOf(pointer: string): readonly string[] {
  const [, ...segments] = decoded(pointer).split("/");
  return segments.map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function decoded(pointer: string): string {
  try {
    return decodeURI(pointer);
  } catch {
    return pointer;
  }
}

/** The subschema that a `$ref` means: one of this file, by a pointer, an anchor or its `$id`. */
export function refTarget(ref: string, root: YamlNode): YamlNode | undefined {
  if (ref === "#") return root;
  if (ref.startsWith("#/")) return segmentsOf(ref).reduce<YamlNode | undefined>(childOf, root);
  // Draft 7 has its anchors in `$id` too.
  const anchored = ref.startsWith("#") ? withText(root, "$anchor", ref.slice(1)) : undefined;
  return anchored ?? withText(root, "$id", ref);
}

function withText(node: YamlNode, key: string, value: string): YamlNode | undefined {
  const own = childOf(node, key);
  if (own?.kind === "scalar" && own.value === value) return node;
  const children =
    node.kind === "map"
      ? [...node.entries.values()].map((entry) => entry.value)
      : node.kind === "list"
        ? node.items
        : [];
  for (const child of children) {
    const found = withText(child, key, value);
    if (found !== undefined) return found;
  }
  return undefined;
}
