import { HOLE } from "../constant.ts";
import { innerScope, type Scope } from "../scope.ts";
import { type Call, callOf } from "./call.ts";
import { textOf } from "./constant-text.ts";
import { contextCall, getters, isContext } from "./context-calls.ts";
import { pathCall } from "./path-calls.ts";
import { isRandomCall } from "./random-calls.ts";
import { looseSql, sessionCall } from "./session-calls.ts";
import { child, children, pathOf, subtrees, type Tree, valueOf } from "./tree.ts";
import type { Walk } from "./walk-state.ts";

/** Goes through a tree in the order of the source, binds what it defines in the scope, and notes what it finds. */
export function walkTree(tree: Tree, scope: Scope, walk: Walk, inClosure = false): void {
  const on = (next: Tree | undefined, within: Scope = scope, closure = inClosure) => {
    if (next) walkTree(next, within, walk, closure);
  };
  switch (tree.type) {
    case "Import":
      return noteImport(tree, scope, walk);
    case "Term.Block":
    case "Template.Body": {
      const inner = innerScope(scope);
      for (const stat of children(tree, "stats")) on(stat, inner);
      return undefined;
    }
    case "Defn.Val": {
      const rhs = child(tree, "rhs");
      if (!isContext(rhs, scope)) on(rhs);
      return bindValue(tree, scope);
    }
    case "Defn.Var":
      on(child(tree, "body"));
      return bindPatterns(children(tree, "pats"), scope);
    case "Defn.Object":
      return walkObject(tree, scope, walk, inClosure);
    case "Defn.Def":
    case "Term.Function":
    case "Term.For":
    case "Term.ForYield":
    case "Case": {
      const inner = innerScope(scope);
      if (tree.type === "Defn.Def") scope.names.set(valueOf(child(tree, "name")), { is: "own" });
      for (const part of subtrees(tree)) on(part, inner, true);
      return undefined;
    }
    case "Term.AnonymousFunction":
    case "Term.PartialFunction":
      for (const part of subtrees(tree)) on(part, scope, true);
      return undefined;
    case "Term.Param":
      on(child(tree, "default"));
      return bindParameter(tree, scope);
    case "Enumerator.Generator":
    case "Enumerator.Val":
      on(child(tree, "rhs"));
      return bindPatterns([child(tree, "pat")], scope);
    case "Term.Apply":
    case "Term.ApplyInfix":
      return walkCall(tree, scope, walk, inClosure);
    case "Term.Select":
      return walkSelect(tree, scope, walk, inClosure);
    case "Term.Name":
      return walkName(tree, scope, walk);
    case "Lit.String":
      return looseSql(tree, scope, walk);
    case "Term.Interpolate":
      looseSql(tree, scope, walk);
      for (const arg of children(tree, "args")) on(arg);
      return undefined;
    default:
      if (tree.type.startsWith("Pat.")) return bindPatterns([tree], scope);
      if (tree.type.startsWith("Type.") || tree.type.startsWith("Mod.")) return undefined;
      for (const part of subtrees(tree)) on(part);
      return undefined;
  }
}

function walkCall(tree: Tree, scope: Scope, walk: Walk, inClosure: boolean): void {
  const call = callOf(tree);
  if (!call) {
    for (const part of subtrees(tree)) walkTree(part, scope, walk, inClosure);
    return;
  }
  noteCall(call, scope, walk, inClosure);
  if (call.receiver === undefined) walk.facts.uses.add(call.method);
  else if (!isContext(call.receiver, scope)) walkTree(call.receiver, scope, walk, inClosure);
  for (const arg of call.args) walkTree(arg.value, scope, walk, inClosure);
}

function noteCall(call: Call, scope: Scope, walk: Walk, inClosure: boolean): void {
  if (contextCall(call, scope, walk) || sessionCall(call, scope, walk)) return;
  pathCall(call, scope, walk);
  const isOwn = call.receiver === undefined && walk.ownFunctions.has(call.method);
  if (!isOwn && isRandomCall(call, inClosure)) walk.facts.random = true;
}

function walkSelect(tree: Tree, scope: Scope, walk: Walk, inClosure: boolean): void {
  const of = child(tree, "qual");
  const member = valueOf(child(tree, "name"));
  if (isContext(tree, scope)) return noteEscape(tree, walk);
  if (!isContext(of, scope)) {
    if (
      inClosure &&
      member.startsWith("next") &&
      isRandomCall({ method: member, receiver: of, args: [], tree }, true)
    ) {
      walk.facts.random = true;
    }
    if (of) walkTree(of, scope, walk, inClosure);
    return undefined;
  }
  if (Object.hasOwn(getters, member)) walk.findings.computedReads.push(walk.place(tree));
  return undefined;
}

function walkName(tree: Tree, scope: Scope, walk: Walk): void {
  walk.facts.uses.add(valueOf(tree));
  if (isContext(tree, scope)) noteEscape(tree, walk);
}

/** The context is handed on as a value, so what is read through it does not show. */
function noteEscape(tree: Tree, walk: Walk): void {
  walk.findings.computedReads.push(walk.place(tree));
}

function walkObject(tree: Tree, scope: Scope, walk: Walk, inClosure: boolean): void {
  const inner = innerScope(scope);
  const name = valueOf(child(tree, "name"));
  for (const stat of children(child(child(tree, "templ"), "body"), "stats")) walkTree(stat, inner, walk, inClosure);
  for (const [member, binding] of inner.names) if (binding.is === "text") scope.names.set(`${name}.${member}`, binding);
}

function bindValue(tree: Tree, scope: Scope): void {
  const patterns = children(tree, "pats");
  const [only] = patterns;
  const rhs = child(tree, "rhs");
  if (patterns.length !== 1 || only?.type !== "Pat.Var") return bindPatterns(patterns, scope);
  const text = textOf(rhs, scope);
  const binding = isContext(rhs, scope)
    ? { is: "context" as const }
    : text === HOLE
      ? { is: "own" as const }
      : { is: "text" as const, text };
  scope.names.set(valueOf(child(only, "name")), binding);
  return undefined;
}

function bindPatterns(patterns: readonly (Tree | undefined)[], scope: Scope): void {
  for (const pattern of patterns) {
    for (const name of namesBound(pattern)) scope.names.set(name, { is: "own" });
  }
}

/** The names that a pattern binds: `a` and `b` of `Array(a, b)`. */
function namesBound(pattern: Tree | undefined): string[] {
  return treesBound(pattern).map(valueOf);
}

/** The name trees that a pattern binds. */
export function treesBound(pattern: Tree | undefined): Tree[] {
  if (!pattern) return [];
  const name = child(pattern, "name");
  if (pattern.type === "Pat.Var") return name ? [name] : [];
  return subtrees(pattern).flatMap((part) => treesBound(part));
}

function bindParameter(tree: Tree, scope: Scope): void {
  const declared = child(tree, "decltpe");
  const type = declared?.type === "Type.Singleton" ? child(declared, "ref") : declared;
  const isContextType = pathOf(type)?.at(-1) === "AmaContext" || valueOf(type) === "AmaContext";
  scope.names.set(valueOf(child(tree, "name")), isContextType ? { is: "context" } : { is: "own" });
}

/** `import ….{AmaContext => A}` names the context anew, `import AmaContext._` its functions. */
function noteImport(tree: Tree, scope: Scope, walk: Walk): void {
  for (const importer of children(tree, "importers")) {
    const from = child(importer, "ref");
    for (const importee of children(importer, "importees")) {
      const name = valueOf(child(importee, "name"));
      if (importee.type === "Importee.Rename" && name === "AmaContext") {
        scope.names.set(valueOf(child(importee, "rename")), { is: "context" });
      } else if (importee.type === "Importee.Wildcard" || name !== "AmaContext") {
        if (isContext(from, scope)) walk.importsContext.value = true;
        if (importee.type !== "Importee.Wildcard") unbind(valueOf(child(importee, "rename")) || name, scope);
      }
    }
    if (isOpening(from, importer, scope)) {
      const at = walk.place(importer);
      walk.findings.open.push({ because: "names come from an import of everything in an object", at });
    }
  }
}

/** An imported name hides a constant of that name. */
function unbind(name: string, scope: Scope): void {
  if (name !== "AmaContext" && !name.startsWith("get")) scope.names.set(name, { is: "own" });
}

/** `import Tables._`: everything in an object or value of the user's, as distinct from a package, may be a dataset. */
function isOpening(from: Tree | undefined, importer: Tree, scope: Scope): boolean {
  if (!children(importer, "importees").some((importee) => importee.type === "Importee.Wildcard")) return false;
  const path = pathOf(from) ?? [];
  const last = path.at(-1) ?? "";
  if (isContext(from, scope) || last === "implicits" || wellKnown.test(path.join("."))) return false;
  return /^\p{Lu}/u.test(last);
}

const wellKnown = /^(?:_root_\.)?(?:java|javax|scala|org\.apache|io\.shinto|spark|Predef)\b/;
