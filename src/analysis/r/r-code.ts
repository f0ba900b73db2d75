import type { Argument, Code, Form, Named } from "../script/code.ts";
import { allInField, inField, type SyntaxTree } from "../syntax/tree.ts";
import { rText } from "./r-text.ts";

/** Brings an R file into the common form. */
export function rStatements(root: SyntaxTree): Code[] {
  return root.children.map(codeOf);
}

function codeOf(tree: SyntaxTree): Code {
  return { ...formOf(tree), start: tree.start, end: tree.end };
}

function codes(trees: readonly SyntaxTree[]): Code[] {
  return trees.filter(({ type }) => type !== "comma").map(codeOf);
}

function formOf(tree: SyntaxTree): Form {
  switch (tree.type) {
    case "identifier":
    case "dot_dot_i":
      return { is: "name", name: nameOf(tree) };
    case "string":
      return { is: "text", text: rText(tree.text) };
    case "integer":
    case "float":
    case "complex":
    case "true":
    case "false":
    case "null":
    case "inf":
    case "nan":
    case "na":
      return { is: "text", text: tree.text.replace(/L$/, "") };
    case "extract_operator":
    case "namespace_operator":
      return memberForm(tree);
    case "subset":
    case "subset2": {
      const [key, more] = argumentsOf(tree);
      return { is: "item", of: child(tree, "function"), key: more ? undefined : key?.value };
    }
    case "call":
      return callForm(child(tree, "function"), argumentsOf(tree));
    case "binary_operator":
      return operationForm(tree);
    case "unary_operator":
      return { is: "parts", parts: codes(tree.children), plain: inField(tree, "operator")?.text === "~" };
    case "function_definition":
      return functionForm(tree);
    case "if_statement": {
      const arms = [...allInField(tree, "consequence"), ...allInField(tree, "alternative")];
      return { is: "branches", always: [child(tree, "condition")], arms: arms.map((arm) => [codeOf(arm)]) };
    }
    case "for_statement": {
      const over = inField(tree, "sequence");
      const targets = codes(allInField(tree, "variable"));
      return { is: "loop", over: over && codeOf(over), targets, body: codes(allInField(tree, "body")) };
    }
    case "while_statement":
    case "repeat_statement":
      return { is: "loop", over: undefined, targets: [], body: codes(tree.children) };
    default:
      return { is: "parts", parts: codes(tree.children) };
  }
}

/** A field that valid syntax always has; in a damaged source it may be missing. */
function child(tree: SyntaxTree, field: string): Code {
  const found = inField(tree, field);
  return found ? codeOf(found) : { is: "parts", parts: [], start: tree.start, end: tree.start };
}

function nameOf(tree: SyntaxTree): string {
  return tree.text.startsWith("`") ? tree.text.slice(1, -1) : tree.text;
}

/** `of$name`, `pkg::name`; what follows may stand in quotes, too. */
function memberForm(tree: SyntaxTree): Form {
  const [of, right] = [child(tree, "lhs"), inField(tree, "rhs")];
  const isPackage = tree.type === "namespace_operator";
  // A function of a package is the one that is meant without it, but for those of our own names.
  const name = right?.type === "string" ? rText(right.text) : right ? nameOf(right) : "";
  return isPackage && name !== "AmaContext" ? { is: "name", name } : { is: "member", of, name };
}

function argumentsOf(tree: SyntaxTree): Argument[] {
  const list = inField(tree, "arguments")?.children ?? [];
  return list.flatMap((arg): Argument[] => {
    if (arg.type === "comma") return [];
    const [name, value] = [inField(arg, "name"), inField(arg, "value")];
    if (!name) return value ? [{ value: codeOf(value) }] : arg.type === "argument" ? [] : [{ value: codeOf(arg) }];
    return value ? [{ name: name.type === "string" ? rText(name.text) : nameOf(name), value: codeOf(value) }] : [];
  });
}

/** Functions that run code which binds names of its own. */
const ownNames = new Set(["local", "with", "within", "test_that", "future"]);

function callForm(called: Code, args: readonly Argument[]): Form {
  const name = called.is === "name" ? called.name : "";
  if (name === "assign" || name === "delayedAssign") return assigned(called, args);
  if (!ownNames.has(name)) return { is: "call", called, args };
  const body = args.map(({ value }) => value);
  return {
    is: "parts",
    parts: [{ is: "function", parameters: [], body, globals: [], start: called.start, end: called.end }],
  };
}

/** `assign("x", value)` binds like `x <- value`, in the environment that it may name. */
function assigned(called: Code, args: readonly Argument[]): Form {
  const placed = args.filter((arg) => arg.name === undefined).map(({ value }) => value);
  const name = args.find((arg) => arg.name === "x")?.value ?? placed.shift();
  const value = args.find((arg) => arg.name === "value")?.value ?? placed.shift();
  if (name?.is !== "text") return { is: "call", called, args };
  const target: Code = { is: "name", name: name.text, start: name.start, end: name.end };
  const global = args.length > 2;
  return { is: "assignment", targets: [target], value, ...(global ? { global } : {}) };
}

const toTheLeft = new Set(["<-", "<<-", "="]);
const toTheRight = new Set(["->", "->>"]);
const pipes = new Set(["%>%", "|>", "%T>%", "%<>%", "%$%"]);
const comparisons = new Set(["==", "!=", "<", ">", "<=", ">=", "&", "&&", "|", "||", "~", "%in%"]);

function operationForm(tree: SyntaxTree): Form {
  const operator = inField(tree, "operator")?.text ?? "";
  const [left, right] = [child(tree, "lhs"), child(tree, "rhs")];
  if (toTheLeft.has(operator)) return assignmentForm(left, right, operator === "<<-");
  if (toTheRight.has(operator)) return assignmentForm(right, left, operator === "->>");
  if (pipes.has(operator)) {
    const call: Code = { ...piped(left, right), start: tree.start, end: tree.end };
    return operator === "%<>%" ? assignmentForm(left, call, false) : call;
  }
  if (comparisons.has(operator)) return { is: "parts", parts: [left, right], plain: true };
  return { is: "operation", operator, left, right };
}

/** `x %>% f(y)` is `f(x, y)`, unless a `.` says where `x` goes. */
function piped(left: Code, right: Code): Form {
  if (right.is !== "call") return { is: "call", called: right, args: [{ value: left }] };
  const isPlaced = right.args.some(({ value }) => value.is === "name" && (value.name === "." || value.name === "_"));
  const args = isPlaced
    ? right.args.map((arg) =>
        arg.value.is === "name" && /^[._]$/.test(arg.value.name) ? { ...arg, value: left } : arg,
      )
    : [{ value: left }, ...right.args];
  return callForm(right.called, args);
}

function assignmentForm(target: Code, value: Code, global: boolean): Form {
  const whole = global ? { global } : {};
  if (value.is === "function" && target.is === "name" && !value.name && !global)
    return { ...value, name: { name: target.name, start: target.start, end: target.end } };
  if (target.is === "text") {
    const name: Code = { is: "name", name: target.text, start: target.start, end: target.end };
    return { is: "assignment", targets: [name], value, ...whole };
  }
  const base = target.is === "name" ? undefined : replaced(target);
  if (!base) return { is: "assignment", targets: [target], value, ...whole };
  // `df$x <- y` and `names(df) <- y` make a new `df` of the old one.
  const parts: Code = { is: "parts", parts: [target, value], start: value.start, end: value.end };
  return { is: "assignment", targets: [base], value: parts, ...whole };
}

/** The name whose value `names(x)$a[1] <- …` changes. Tables of names are no values. */
function replaced(target: Code): Code | undefined {
  if (target.is === "name") return target.name === ".GlobalEnv" ? undefined : target;
  if (target.is === "member" || target.is === "item") return replaced(target.of);
  if (target.is !== "call" || target.args.length === 0) return undefined;
  return target.args[0] && replaced(target.args[0].value);
}

function functionForm(tree: SyntaxTree): Form {
  const parameters = (inField(tree, "parameters")?.children ?? []).flatMap((parameter) => {
    const [name, value] = [inField(parameter, "name"), inField(parameter, "default")];
    if (name?.type !== "identifier") return [];
    const named: Named = { name: nameOf(name), start: name.start, end: name.end };
    return [value ? { ...named, default: codeOf(value) } : named];
  });
  return { is: "function", parameters, body: codes(allInField(tree, "body")), globals: [] };
}
