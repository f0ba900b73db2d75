import { parseSource } from "scalameta-parsers";
import { children, child, isTree, type Tree } from "./tree.ts";

/** The top-level statements of a file as spark-shell takes it, or what the parser did not understand and where. */
export type Parsed =
  | { readonly ok: true; readonly statements: readonly Tree[]; readonly offset: number }
  | { readonly ok: false; readonly message: string; readonly start: number; readonly end: number };

/**
 * Statements at the top level are no Scala file, but the body of an object is the same grammar. The semicolon keeps a
 * leading `x => …` from being read as the object's self type.
 */
const before = "object A{;";
const after = "\n}";

/** Positions in the statements count from `offset` before the start of `text`. */
export function parseStatements(text: string): Parsed {
  const result = parseSource(before + text + after, { dialect: "Scala213" });
  if (!isTree(result)) return notParsed(result, text);
  const [object, extra] = children(result, "stats");
  if (extra || !object) return { ok: false, message: "a bracket closes that was not opened", ...beyond(object, text) };
  return { ok: true, statements: children(child(child(object, "templ"), "body"), "stats"), offset: before.length };
}

function beyond(object: Tree | undefined, text: string): { start: number; end: number } {
  const end = Math.min((object?.pos.end ?? 0) - before.length, text.length);
  return { start: Math.max(0, end - 1), end };
}

function notParsed(result: unknown, text: string): Parsed {
  const said = typeof result === "object" && result !== null ? result : {};
  const message = "error" in said && typeof said.error === "string" ? said.error : "it could not be parsed";
  const pos = "pos" in said && typeof said.pos === "object" && said.pos !== null ? said.pos : {};
  const offset = (key: "start" | "end") => {
    const value = key in pos ? Reflect.get(pos, key) : 0;
    return Math.max(0, Math.min((typeof value === "number" ? value : 0) - before.length, text.length));
  };
  return { ok: false, message, start: offset("start"), end: offset("end") };
}
