import type { DefinedName } from "../../model/analysis.ts";
import { HOLE, isConstant } from "../constant.ts";
import { noFacts } from "../findings.ts";
import { type Binding, innerScope } from "../scope.ts";
import { looseText, noteCall } from "./calls.ts";
import {
  type Assignment,
  type Call,
  type Code,
  type FunctionCode,
  methodOf,
  type Named,
  namesBound,
  partsOf,
} from "./code.ts";
import { envPath, textOf } from "./constant-text.ts";
import { getters, isContext, namesContext } from "./context.ts";
import { isPlain } from "./plain.ts";
import type { Walk } from "./walk-state.ts";

/** Goes through code in the order in which it runs, binds what it defines in the scope, and notes what it finds. */
export function walkCode(code: Code, walk: Walk): void {
  switch (code.is) {
    case "text":
      return looseText(code, walk);
    case "joined":
      looseText(code, walk);
      return walkAll(
        code.parts.filter((part) => part.is !== "text"),
        walk,
      );
    case "name":
      walk.facts.uses.add(code.name);
      return isContext(code, walk.scope) ? noteEscape(code, walk) : undefined;
    case "member":
      return walkMember(code, walk);
    case "call":
      return walkCall(code, walk);
    case "assignment":
      return walkAssignment(code, walk);
    case "function":
      return walkFunction(code, walk);
    case "type":
      define(code.name, "type", walk);
      walk.scope.names.set(code.name.name, { is: "own" });
      return walkAll(code.parts, { ...walk, scope: innerScope(walk.scope), inside: walk.inside ?? noFunction });
    case "import":
      return walkImport(code, walk);
    case "branches":
      walkAll(code.always, walk);
      for (const arm of code.arms) walkArm(arm, walk);
      return undefined;
    case "loop":
      return walkLoop(code, walk);
    default:
      return walkAll(partsOf(code), walk);
  }
}

function walkAll(parts: readonly Code[], walk: Walk): void {
  for (const part of parts) walkCode(part, walk);
}

/** Stands for a class' body, whose names are no names of the file. */
const noFunction: FunctionCode = { is: "function", parameters: [], body: [], globals: [], start: 0, end: 0 };

/** What an arm binds is known in it; behind it nobody knows whether it ran. */
function walkArm(arm: readonly Code[], walk: Walk): void {
  const inner = innerScope(walk.scope);
  walkAll(arm, { ...walk, scope: inner });
  for (const name of inner.names.keys()) walk.scope.names.set(name, { is: "own" });
}

/** In a loop a name may hold what the round before has given it. */
function walkLoop({ over, targets, body }: Code & { is: "loop" }, walk: Walk): void {
  if (over) walkCode(over, walk);
  for (const name of body.flatMap(namesAssigned)) walk.scope.names.set(name, { is: "own" });
  for (const name of targets.flatMap(namesBound)) {
    walk.scope.names.set(name.name, { is: "own" });
    define(name, "variable", walk, over !== undefined && isPlain(over, walk.file.dialect));
  }
  walkArm(body, walk);
}

/** The names that are bound in code, but for those of functions. */
function namesAssigned(code: Code): string[] {
  if (code.is === "function" || code.is === "type") return code.name ? [code.name.name] : [];
  const own = code.is === "assignment" || code.is === "loop" ? code.targets.flatMap(namesBound) : [];
  return [...own.map(({ name }) => name), ...partsOf(code).flatMap(namesAssigned)];
}

function walkMember(code: Code & { is: "member" }, walk: Walk): void {
  if (isContext(code, walk.scope)) return noteEscape(code, walk);
  if (!isContext(code.of, walk.scope)) return walkCode(code.of, walk);
  // A function of the context that is kept under another name.
  return getters.has(code.name) ? noteEscape(code, walk) : undefined;
}

/** The context is handed on as a value, so what is read through it does not show. */
function noteEscape(code: Code, { file }: Walk): void {
  file.findings.computedReads.push(file.place(code));
}

function walkCall(call: Call, walk: Walk): void {
  if (isContext(call, walk.scope)) return undefined;
  noteCall(call, walk);
  const { method, receiver } = methodOf(call);
  if (receiver === undefined) walk.facts.uses.add(method);
  else if (!isContext(receiver, walk.scope)) walkCode(receiver, walk);
  const ownFunction = receiver === undefined && walk.file.functions.has(method);
  for (const [place, { name, value }] of call.args.entries()) {
    if (ownFunction && isContext(value, walk.scope)) takesContext(method, name ?? place, value, walk);
    else walkCode(value, walk);
  }
  return undefined;
}

function takesContext(method: string, parameter: string | number, value: Code, walk: Walk): void {
  const { takesContext: taken, functions } = walk.file;
  const known = taken.get(method) ?? new Set();
  // One that has been looked into already was so without knowing.
  if (functions.get(method)?.walked.value === true && !known.has(parameter)) noteEscape(value, walk);
  taken.set(method, known.add(parameter));
}

function walkAssignment(code: Assignment, outer: Walk): void {
  const walk = { ...outer, facts: noFacts() };
  const { value, targets } = code;
  if (value && !isContext(value, walk.scope)) walkCode(value, walk);
  for (const target of targets) if (namesBound(target).length === 0) walkTarget(target, walk);
  const names = targets.flatMap(namesBound);
  const [only] = names;
  const binding = only && names.length === 1 && targets[0]?.is === "name" ? bindingOf(value, walk) : OWN;
  const plain = code.plain === true || isPlainValue(code, binding, walk);
  for (const name of names) {
    walk.scope.names.set(name.name, isGlobal(name.name, code, walk) ? OWN : binding);
    define(
      name,
      "variable",
      { ...walk, inside: isGlobal(name.name, code, walk) ? undefined : walk.inside },
      plain,
      value,
    );
  }
  joinFacts(outer, walk);
}

/** `globals()["x"] = …` binds a name, too; any other item or member belongs to something else. */
function walkTarget(target: Code, walk: Walk): void {
  const { file, scope } = walk;
  if ((target.is !== "item" && target.is !== "member") || !file.dialect.isNameTable(target.of))
    return walkCode(target, walk);
  const name = target.is === "member" ? target.name : textOf(target.key, scope, file.dialect);
  if (isConstant(name)) return define({ ...target, name }, "variable", { ...walk, inside: undefined });
  file.findings.open.push({ because: "it sets a name that is computed", at: file.place(target) });
  return undefined;
}

const OWN: Binding = { is: "own" };

/** What a part does, the whole does. */
function joinFacts({ facts }: Walk, part: Walk): void {
  facts.random ||= part.facts.random;
  facts.from.push(...part.facts.from);
  facts.paths.push(...part.facts.paths);
  for (const name of part.facts.uses) facts.uses.add(name);
}

function isGlobal(name: string, code: Assignment, { inside }: Walk): boolean {
  return code.global === true || inside?.globals.includes(name) === true;
}

function bindingOf(value: Code | undefined, { scope, file }: Walk): Binding {
  if (!value) return OWN;
  if (isContext(value, scope)) return { is: "context" };
  const path = envPath(value, scope, file.dialect);
  const text = textOf(value, scope, file.dialect);
  if (text.replaceAll(HOLE, "") !== "") return { is: "text", text };
  return path ? { is: "env", path } : OWN;
}

function isPlainValue({ value, type }: Assignment, binding: Binding, { file }: Walk): boolean {
  if (type !== undefined && plainTypes.has(type)) return true;
  const isKnown = binding.is === "text" ? !binding.text.includes(HOLE) : binding.is !== "own";
  return isKnown || (value !== undefined && isPlain(value, file.dialect));
}

const plainTypes = new Set(["int", "float", "str", "bool", "bytes", "complex", "date", "datetime", "Path"]);

/** Notes a name of the file's top level. */
function define(name: Named, kind: DefinedName["kind"], walk: Walk, plain = false, value?: Code): void {
  const { file, facts, inside } = walk;
  if (inside || name.name === "_") return;
  const defined: DefinedName = { name: name.name, kind, at: file.place(name), ...(plain ? { plain } : {}) };
  const keepsRows = value?.is === "call" && file.dialect.keepsRows(value);
  file.definitions.push({ name: defined, facts, keepsRows });
}

/** A function of the top level is looked into when all that it may use is known; any other where it stands. */
function walkFunction(code: FunctionCode, walk: Walk): void {
  for (const parameter of code.parameters) if (parameter.default) walkCode(parameter.default, walk);
  const own = code.name && walk.file.functions.get(code.name.name);
  if (code.name) walk.scope.names.set(code.name.name, OWN);
  if (code.name && own?.code === code && !walk.inside)
    return define(code.name, "method", { ...walk, facts: own.facts });
  if (code.name) define(code.name, "method", walk);
  return walkBody(code, walk);
}

/** Goes through what a function does. */
export function walkBody(code: FunctionCode, walk: Walk): void {
  const inner = innerScope(walk.scope);
  const taken = walk.file.takesContext.get(code.name?.name ?? "");
  for (const [place, { name, type }] of code.parameters.entries()) {
    const isGiven = taken?.has(place) === true || taken?.has(name) === true;
    const isDeclared = namesContext(name) || (type !== undefined && namesContext(type));
    inner.names.set(name, isGiven || isDeclared ? { is: "context" } : OWN);
  }
  const within = { ...walk, scope: inner, inside: code };
  for (const part of code.body) walkCode(part, within);
}

function walkImport({ from, names, all, ...span }: Code & { is: "import" }, walk: Walk): void {
  const isOurs = /^(?:amaterasu|ama)\b/.test(from);
  for (const name of names) {
    if (namesContext(name.original)) walk.scope.names.set(name.name, { is: "context" });
    else if (!isOurs) walk.scope.names.set(name.name, OWN);
    if (!isOurs) define(name, "variable", walk, true);
  }
  if (all && !isOurs && !walk.file.dialect.isWellKnown(from) && !walk.inside) {
    const because = `names come from an import of everything in ${from}`;
    walk.file.findings.open.push({ because, at: walk.file.place(span) });
  }
}
