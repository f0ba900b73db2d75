import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Code } from "../diagnostics/codes.ts";
import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Location } from "../model/location.ts";
import { nearest } from "../model/nearest.ts";

/** A node of the document, aliases followed; null where a key has no value. */
export type YamlNode = Node | null;

/** A key of a map with its value. */
export interface YamlField {
  readonly key: Node;
  readonly value: YamlNode;
}

/** A YAML file whose values know their places; what is wrong with it gathers in `problems`. */
export interface YamlSource {
  readonly root: YamlNode;
  readonly problems: Diagnostic[];
  place(node: YamlNode): Location;
  /** The text of the line of a place. */
  readonly lineOf: (at: Location) => string | undefined;
  report(severity: "error" | "warning", code: Code, message: string, node: YamlNode, hint?: string): void;
  /**
   * The fields of a map; reports a value that is none, and keys that are not `known`. `asMap` says how to write a text
   * as the map that it means.
   */
  fields(
    node: YamlNode,
    what: string,
    known: readonly string[],
    asMap?: (text: string) => string | undefined,
  ): ReadonlyMap<string, YamlField> | undefined;
  /** The items of a list; nothing for an empty value. Reports a value that is no list. */
  items(node: YamlNode, what: string): readonly YamlNode[];
  /** A scalar as it is written, so that the version 1.10 does not become 1.1. Reports what is none. */
  text(node: YamlNode, what: string): string | undefined;
}

/** Parses `text`; `file` is the name for its places. Broken YAML is reported as AMA1501 and has no root. */
export function yamlSource(file: string, text: string): YamlSource {
  const lines = new LineCounter();
  const sourceLines = text.split(/\r?\n/);
  const problems: Diagnostic[] = [];
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });

  function between(start: number, end: number): Location {
    const from = lines.linePos(start);
    const to = lines.linePos(end);
    const oneLine = to.line === from.line && end > start;
    return { file, line: from.line, column: from.col, ...(oneLine ? { endColumn: to.col } : {}) };
  }
  function place(node: YamlNode): Location {
    const [start, end] = node?.range ?? [0, 0];
    return between(start, end);
  }
  function lineOf(at: Location): string | undefined {
    // A password in an address is shown nowhere.
    return sourceLines[at.line - 1]?.replace(/:\/\/[^/@\s]+@/, "://***@");
  }
  function add(severity: "error" | "warning", code: Code, message: string, at: Location, hint?: string): void {
    const sourceLine = lineOf(at);
    const make = severity === "error" ? error : warning;
    const extra = { ...(sourceLine === undefined ? {} : { sourceLine }), ...(hint === undefined ? {} : { hint }) };
    problems.push(make(code, message, { at, ...extra }));
  }
  function report(severity: "error" | "warning", code: Code, message: string, node: YamlNode, hint?: string): void {
    add(severity, code, message, place(node), hint);
  }
  function followed(node: unknown): YamlNode {
    if (isAlias(node)) return node.resolve(document) ?? null;
    if (isScalar(node) || isMap(node) || isSeq(node)) return node;
    return null;
  }
  function isEmpty(node: YamlNode): boolean {
    return node === null || (isScalar(node) && node.value === null);
  }

  function fields(
    node: YamlNode,
    what: string,
    known: readonly string[],
    asMap?: (text: string) => string | undefined,
  ) {
    if (!isMap(node)) {
      const message = `${what} must be a map with the keys ${known.join(", ")}, not ${kindOf(node)}.`;
      report("error", "AMA1502", message, node, isScalar(node) ? asMap?.(node.source ?? "") : undefined);
      return undefined;
    }
    const found = new Map<string, YamlField>();
    for (const pair of node.items) {
      const key = followed(pair.key);
      const name = isScalar(key) ? String(key.source ?? key.value) : "";
      const meant = known.includes(name) ? name : reportUnknown(name, key, what, known);
      // A misspelt key is read as what it means, so that its value is checked and not reported as lacking.
      if (key !== null && meant !== undefined && (meant === name || !found.has(meant)))
        found.set(meant, { key, value: followed(pair.value) });
    }
    return found;
  }
  function reportUnknown(name: string, key: YamlNode, what: string, known: readonly string[]): string | undefined {
    const meant = nearest(name, known);
    if (meant === undefined) {
      const hint = `The keys are ${known.join(", ")}.`;
      report("warning", "AMA1503", `${what} has no key \`${name}\`; it is ignored.`, key, hint);
    } else report("error", "AMA1503", `${what} has no key \`${name}\`.`, key, `Did you mean \`${meant}\`?`);
    return meant;
  }

  function items(node: YamlNode, what: string): readonly YamlNode[] {
    if (isEmpty(node)) return [];
    if (isSeq(node)) return node.items.map(followed);
    report("error", "AMA1502", `${what} must be a list, not ${kindOf(node)}.`, node, "Begin each entry with `- `.");
    return [];
  }

  function scalar(node: YamlNode, what: string): string | undefined {
    if (isScalar(node) && !isEmpty(node)) return String(node.source ?? node.value);
    report("error", "AMA1502", `${what} must be a text, not ${kindOf(node)}.`, node);
    return undefined;
  }

  // One slip often breaks several rules at one place: the first says it.
  const broken = document.errors.filter(({ pos }, i, all) => all.findIndex((other) => other.pos[0] === pos[0]) === i);
  for (const e of broken) {
    add("error", "AMA1501", `This is not YAML: ${sentence(e.message)}`, between(e.pos[0], e.pos[1]), hintFor(e.code));
  }
  const root = document.errors.length > 0 ? null : followed(document.contents);
  return { root: isEmpty(root) ? null : root, problems, place, lineOf, report, fields, items, text: scalar };
}

function kindOf(node: YamlNode): string {
  if (isMap(node)) return "a map";
  if (isSeq(node)) return "a list";
  return isScalar(node) && node.value !== null ? `\`${node.source ?? JSON.stringify(node.value)}\`` : "empty";
}

function sentence(message: string): string {
  return message.endsWith(".") ? message : `${message}.`;
}

function hintFor(code: string): string | undefined {
  if (code === "TAB_AS_INDENT") return "Indent with spaces.";
  return code === "DUPLICATE_KEY" ? "Remove one of the two." : undefined;
}
