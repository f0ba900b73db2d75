import type { Argument, Code, Form, Named, Parameter } from "../script/code.ts";
import { HOLE } from "../constant.ts";
import { allInField, inField, type SyntaxTree } from "../syntax/tree.ts";
import { unescaped } from "./python-text.ts";

/** Brings a Python file into the common form. */
export function pythonStatements(root: SyntaxTree): Code[] {
  return root.children.map(codeOf);
}

function codeOf(tree: SyntaxTree): Code {
  return { ...formOf(tree), start: tree.start, end: tree.end };
}

function codes(trees: readonly SyntaxTree[]): Code[] {
  return trees.map(codeOf);
}

function ofField(tree: SyntaxTree, field: string): Code | undefined {
  const found = inField(tree, field);
  return found && codeOf(found);
}

function formOf(tree: SyntaxTree): Form {
  const parts = (): Form => ({ is: "parts", parts: codes(tree.children) });
  switch (tree.type) {
    case "identifier":
      return { is: "name", name: tree.text };
    case "integer":
    case "float":
    case "true":
    case "false":
    case "none":
      return { is: "text", text: tree.text };
    case "string":
      return stringForm(tree);
    case "concatenated_string":
      return { is: "joined", parts: codes(tree.children) };
    case "attribute":
      return { is: "member", of: child(tree, "object"), name: inField(tree, "attribute")?.text ?? "" };
    case "subscript": {
      const keys = allInField(tree, "subscript");
      return { is: "item", of: child(tree, "value"), key: keys.length === 1 ? ofField(tree, "subscript") : undefined };
    }
    case "call":
      return { is: "call", called: child(tree, "function"), args: argumentsOf(inField(tree, "arguments")) };
    case "binary_operator":
      return operation(inField(tree, "operator")?.text ?? "", child(tree, "left"), child(tree, "right"));
    case "comparison_operator":
    case "not_operator":
      return { is: "parts", parts: codes(tree.children.filter(({ field }) => field !== "operators")), plain: true };
    case "assignment":
    case "named_expression":
      return assignmentForm(tree);
    case "augmented_assignment": {
      const target = child(tree, "left");
      const operator = (inField(tree, "operator")?.text ?? "").replace(/=$/, "");
      const value = { ...operation(operator, target, child(tree, "right")), start: tree.start, end: tree.end };
      return { is: "assignment", targets: [target], value };
    }
    case "type":
    case "global_statement":
    case "nonlocal_statement":
    case "escape_sequence":
      return { is: "parts", parts: [] };
    case "lambda":
    case "function_definition":
      return functionForm(tree);
    case "class_definition":
      return { is: "type", name: named(inField(tree, "name") ?? tree), parts: withoutName(tree) };
    case "for_statement": {
      const body = codes([...allInField(tree, "body"), ...allInField(tree, "alternative")]);
      return { is: "loop", over: ofField(tree, "right"), targets: [child(tree, "left")], body };
    }
    case "while_statement":
      return { is: "loop", over: undefined, targets: [], body: codes(tree.children) };
    case "if_statement":
      return ifForm(tree);
    case "try_statement":
    case "match_statement":
      return { is: "branches", always: [], arms: tree.children.map((part) => [codeOf(part)]) };
    case "with_item":
      return parts();
    case "as_pattern":
      return asPattern(tree);
    case "list_comprehension":
    case "set_comprehension":
    case "dictionary_comprehension":
    case "generator_expression":
      return { is: "function", parameters: [], body: comprehension(tree), globals: [] };
    case "set":
    case "dictionary":
      return { is: "parts", parts: codes(tree.children), plain: true };
    case "import_statement":
    case "import_from_statement":
      return importForm(tree);
    default:
      return parts();
  }
}

/** A field that valid syntax always has; in a damaged source it may be missing. */
function child(tree: SyntaxTree, field: string): Code {
  return ofField(tree, field) ?? { is: "parts", parts: [], start: tree.start, end: tree.start };
}

function named(tree: SyntaxTree): Named {
  return { name: tree.text, start: tree.start, end: tree.end };
}

function withoutName(tree: SyntaxTree): Code[] {
  return codes(tree.children.filter(({ field }) => field !== "name"));
}

function operation(operator: string, left: Code, right: Code): Form {
  return { is: "operation", operator, left, right };
}

function stringForm(tree: SyntaxTree): Form {
  const [opening] = tree.children;
  const prefix = opening?.type === "string_start" ? opening.text.replace(/["']+$/, "") : "";
  const parts = tree.children.flatMap((part): Code[] => {
    if (part.type === "string_content")
      return [{ is: "text", text: unescaped(part.text, prefix), start: part.start, end: part.end }];
    return part.type === "interpolation" ? [interpolated(part)] : [];
  });
  if (parts.every((part) => part.is === "text"))
    return { is: "text", text: parts.map((part) => (part.is === "text" ? part.text : "")).join("") };
  return { is: "joined", parts };
}

/** `{x}` of an f-string; with a format or a conversion its text is unknown. */
function interpolated(tree: SyntaxTree): Code {
  const [expression, ...format] = tree.children;
  if (expression && format.length === 0) return codeOf(expression);
  const unknown: Code = { is: "text", text: HOLE, start: tree.start, end: tree.end };
  return { is: "parts", parts: [...codes(expression ? [expression] : []), unknown], start: tree.start, end: tree.end };
}

function argumentsOf(tree: SyntaxTree | undefined): Argument[] {
  if (!tree) return [];
  if (tree.type !== "argument_list") return [{ value: codeOf(tree) }];
  return tree.children.map((arg) =>
    arg.type === "keyword_argument"
      ? { name: inField(arg, "name")?.text ?? "", value: child(arg, "value") }
      : { value: codeOf(arg) },
  );
}

/** `a = b = c`, `a: T = b`, `(a := b)`. */
function assignmentForm(tree: SyntaxTree): Form {
  const type = inField(tree, "type");
  const target = ofField(tree, "left") ?? child(tree, "name");
  const value = ofField(tree, "right") ?? ofField(tree, "value");
  // A mere declaration binds nothing.
  if (!value) return { is: "parts", parts: [] };
  const declared = type && !/[[|]/.test(type.text) ? { type: type.text.split(".").at(-1) ?? "" } : {};
  return { is: "assignment", targets: [target], value, ...declared };
}

function functionForm(tree: SyntaxTree): Form {
  const name = inField(tree, "name");
  const body = inField(tree, "body");
  return {
    is: "function",
    ...(name ? { name: named(name) } : {}),
    parameters: (inField(tree, "parameters")?.children ?? []).flatMap(parameterOf),
    body: body ? [codeOf(body)] : [],
    globals: body ? globalsIn(body) : [],
  };
}

function parameterOf(tree: SyntaxTree): Parameter[] {
  const name = tree.type === "identifier" ? tree : (inField(tree, "name") ?? tree.children[0]);
  if (name?.type !== "identifier") return name ? tree.children.flatMap(parameterOf) : [];
  const value = ofField(tree, "value");
  const type = inField(tree, "type")?.text.replaceAll(/["']/g, "").split(".").at(-1);
  return [{ ...named(name), ...(value ? { default: value } : {}), ...(type === undefined ? {} : { type }) }];
}

function globalsIn(tree: SyntaxTree): string[] {
  if (tree.type === "global_statement") return tree.children.map(({ text }) => text);
  return tree.type === "function_definition" ? [] : tree.children.flatMap(globalsIn);
}

/** What runs when the file is run as a program runs here, too. */
function ifForm(tree: SyntaxTree): Form {
  const condition = inField(tree, "condition");
  const isMain = condition !== undefined && /^__name__\s*==\s*["']__main__["']$/.test(condition.text);
  const rest = tree.children.filter(({ field }) => field !== "condition");
  if (isMain && rest.length === 1) return { is: "parts", parts: codes(rest) };
  return { is: "branches", always: condition ? [codeOf(condition)] : [], arms: rest.map((part) => [codeOf(part)]) };
}

/** `with open(p) as f`, `except E as e`, `case x as y`. */
function asPattern(tree: SyntaxTree): Form {
  const alias = inField(tree, "alias");
  const parts = codes(tree.children.filter((part) => part !== alias));
  if (!alias) return { is: "parts", parts };
  const value: Code = { is: "parts", parts, start: tree.start, end: tree.end };
  return { is: "assignment", targets: [codeOf(alias)], value, plain: true };
}

/** The clauses come first, as they bind what the rest uses. */
function comprehension(tree: SyntaxTree): Code[] {
  const clauses = tree.children.filter(({ type }) => type === "for_in_clause");
  const rest = tree.children.filter(({ type }) => type !== "for_in_clause");
  return [
    ...clauses.map((clause): Code => {
      const targets = [child(clause, "left")];
      return { is: "loop", over: ofField(clause, "right"), targets, body: [], start: clause.start, end: clause.end };
    }),
    ...codes(rest),
  ];
}

/** `import a.b`, `import a.b as c`, `from a import b as c, d`, `from a import *`. */
function importForm(tree: SyntaxTree): Form {
  const module = inField(tree, "module_name");
  const names = allInField(tree, "name").map((name) => {
    const alias = inField(name, "alias");
    const original = (alias ? inField(name, "name")?.text : name.text) ?? "";
    const first = original.split(".")[0] ?? "";
    const bound = named(alias ?? name);
    return { ...bound, name: alias || module ? bound.name : first, original: module ? original : "" };
  });
  const [first] = allInField(tree, "name");
  const all = tree.children.some(({ type }) => type === "wildcard_import");
  return { is: "import", from: module?.text ?? first?.children[0]?.text ?? "", names, all };
}
