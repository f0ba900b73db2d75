import type { TreeCursor } from "web-tree-sitter";

/** A node of a syntax tree, plain and complete. Offsets count UTF-16 units; `end` is exclusive. */
export interface SyntaxTree {
  readonly type: string;
  /** What it is to its parent: `left`, `function`. */
  readonly field?: string;
  readonly start: number;
  readonly end: number;
  /** The source between the two. */
  readonly text: string;
  /** Without comments and signs, but for operators. */
  readonly children: readonly SyntaxTree[];
}

export interface Syntax {
  readonly root: SyntaxTree;
  /** The first place that is no valid syntax. */
  readonly error?: { readonly start: number; readonly end: number };
  /** Where nesting goes deeper than anybody writes; what lies below is left out. */
  readonly tooDeep?: { readonly start: number; readonly end: number };
}

/** Whoever goes through a tree calls himself once a level or more, and a stack has an end. */
const deepest = 600;

/** A node while it is being read. A class, as a large source has a million of them. */
class Node implements SyntaxTree {
  readonly type: string;
  readonly field?: string;
  readonly start: number;
  readonly end: number;
  readonly children: Node[] = [];
  readonly #source: string;

  constructor(cursor: TreeCursor, source: string) {
    this.type = cursor.nodeType;
    const field = cursor.currentFieldName;
    if (field !== null) this.field = field;
    this.start = cursor.startIndex;
    this.end = cursor.endIndex;
    this.#source = source;
  }

  get text(): string {
    return this.#source.slice(this.start, this.end);
  }
}

/** Copies a tree out of the parser's memory, without calling itself, as a source may be nested to any depth. */
export function copyTree(cursor: TreeCursor, source: string): Syntax {
  const root = new Node(cursor, source);
  const path = [root];
  const found: { error?: Node; tooDeep?: Node } = root.type === "ERROR" ? { error: root } : {};
  let isThere = cursor.gotoFirstChild();
  while (path.length > 0) {
    if (!isThere) {
      path.pop();
      isThere = path.length > 0 && cursor.gotoParent() && cursor.gotoNextSibling();
      continue;
    }
    const node = keptNode(cursor, source);
    if (node) path.at(-1)?.children.push(node);
    if (node?.type === "ERROR" || cursor.nodeIsMissing) found.error ??= node ?? new Node(cursor, source);
    if (node && path.length > deepest) found.tooDeep ??= node;
    const descends = node !== undefined && path.length <= deepest && cursor.gotoFirstChild();
    if (descends) path.push(node);
    else isThere = cursor.gotoNextSibling();
  }
  return { root, ...found };
}

function keptNode(cursor: TreeCursor, source: string): Node | undefined {
  if (cursor.nodeIsNamed) return cursor.nodeType === "comment" ? undefined : new Node(cursor, source);
  const field = cursor.currentFieldName;
  return field === "operator" || field === "operators" ? new Node(cursor, source) : undefined;
}

/** The first child of a field. */
export function inField(tree: SyntaxTree | undefined, field: string): SyntaxTree | undefined {
  return tree?.children.find((child) => child.field === field);
}

export function allInField(tree: SyntaxTree, field: string): SyntaxTree[] {
  return tree.children.filter((child) => child.field === field);
}
