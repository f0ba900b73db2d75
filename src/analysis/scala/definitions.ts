import type { DefinedName } from "../../model/analysis.ts";
import { type Facts, shown } from "../findings.ts";
import { isPlain, keepsItsRows } from "./random-calls.ts";
import { child, children, type Tree, valueOf } from "./tree.ts";
import { treesBound } from "./walk.ts";
import type { Walk } from "./walk-state.ts";

/** The names that a top-level statement defines, with what its expression shows of them. */
export function definitionsOf(tree: Tree, facts: Facts, walk: Walk): DefinedName[] {
  switch (tree.type) {
    case "Defn.Val": {
      const lazy = children(tree, "mods").some((mod) => mod.type === "Mod.Lazy");
      return valuesOf(tree, lazy ? "lazy" : "value", child(tree, "rhs"), facts, walk);
    }
    case "Defn.Var":
      return valuesOf(tree, "variable", child(tree, "body"), facts, walk);
    case "Defn.Def":
      return named(tree, "method", facts, walk);
    case "Defn.Class":
    case "Defn.Trait":
    case "Defn.Object":
    case "Defn.Type":
      return named(tree, "type", facts, walk);
    default:
      return [];
  }
}

function named(tree: Tree, kind: DefinedName["kind"], facts: Facts, walk: Walk): DefinedName[] {
  const name = child(tree, "name");
  return name ? [{ name: valueOf(name), kind, at: walk.place(name), ...shown(facts) }] : [];
}

function valuesOf(
  tree: Tree,
  kind: DefinedName["kind"],
  made: Tree | undefined,
  facts: Facts,
  walk: Walk,
): DefinedName[] {
  const plain = isPlain(made, child(tree, "decltpe")) ? { plain: true } : {};
  const shows = shown(keepsItsRows(made) ? { ...facts, random: false } : facts);
  const names = children(tree, "pats").flatMap((pattern) => treesBound(pattern));
  return names.map((name) => ({ name: valueOf(name), kind, at: walk.place(name), ...plain, ...shows }));
}
