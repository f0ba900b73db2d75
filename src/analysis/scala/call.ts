import { child, children, type Tree, valueOf } from "./tree.ts";

/** `receiver.method(args)`, `receiver method arg`, `method(args)`, with or without type arguments. */
export interface Call {
  readonly method: string;
  readonly receiver: Tree | undefined;
  readonly args: readonly Argument[];
  readonly tree: Tree;
}

export interface Argument {
  readonly name?: string;
  readonly value: Tree;
}

/** The call that a tree is, if it is one; of `f(a)(b)` the inner call is the one that has a method. */
export function callOf(tree: Tree): Call | undefined {
  if (tree.type === "Term.ApplyInfix") {
    return { method: valueOf(child(tree, "op")), receiver: child(tree, "lhs"), args: argumentsOf(tree), tree };
  }
  if (tree.type !== "Term.Apply") return undefined;
  const called = child(tree, "fun");
  const fun = called?.type === "Term.ApplyType" ? child(called, "fun") : called;
  if (fun?.type === "Term.Name") return { method: valueOf(fun), receiver: undefined, args: argumentsOf(tree), tree };
  if (fun?.type !== "Term.Select") return undefined;
  return { method: valueOf(child(fun, "name")), receiver: child(fun, "qual"), args: argumentsOf(tree), tree };
}

function argumentsOf(tree: Tree): Argument[] {
  return children(child(tree, "argClause"), "values").map(argumentOf);
}

function argumentOf(tree: Tree): Argument {
  const value = tree.type === "Term.Assign" ? child(tree, "rhs") : undefined;
  return value ? { name: valueOf(child(tree, "lhs")), value } : { value: tree };
}

/** The argument of one of these names, or else the one at the place, if that has no name. */
export function argument(call: Call, place: number, ...names: readonly string[]): Tree | undefined {
  const named = call.args.find((arg) => arg.name !== undefined && names.includes(arg.name));
  if (named) return named.value;
  const placed = call.args[place];
  return placed?.name === undefined ? placed?.value : undefined;
}

export interface Step {
  readonly name: string;
  readonly args: readonly Argument[];
}

/** `spark.read.format("csv").load(p)` as its steps: `spark`, `read`, `format("csv")`, `load(p)`. */
export function stepsOf(tree: Tree | undefined): Step[] {
  const steps: Step[] = [];
  for (let at: Tree | undefined = tree; at; ) {
    const call = callOf(at);
    if (call) {
      steps.push({ name: call.method, args: call.args });
      at = call.receiver;
    } else if (at.type === "Term.Select") {
      steps.push({ name: valueOf(child(at, "name")), args: [] });
      at = child(at, "qual");
    } else if (at.type === "Term.ApplyType") {
      at = child(at, "fun");
    } else {
      steps.push({ name: at.type === "Term.Name" ? valueOf(at) : "", args: [] });
      at = undefined;
    }
  }
  return steps.toReversed();
}
