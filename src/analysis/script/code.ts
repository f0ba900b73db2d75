/** A part of a source: offsets count UTF-16 units, `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What a Python or R source says, in the terms that both share. Each language is brought into this form first, so that
 * what is found in one is found in the other.
 */
export type Code = Span & Form;

export type Form =
  /** A literal: a text, a number, a truth value. `HOLE` stands in it for what is not known. */
  | { readonly is: "text"; readonly text: string }
  /** Pieces put together to one text: `f"{a}/b"`. */
  | { readonly is: "joined"; readonly parts: readonly Code[] }
  | { readonly is: "name"; readonly name: string }
  /** `of.name`, `of$name`, `of::name`. */
  | { readonly is: "member"; readonly of: Code; readonly name: string }
  /** `of[key]`. */
  | { readonly is: "item"; readonly of: Code; readonly key: Code | undefined }
  | { readonly is: "call"; readonly called: Code; readonly args: readonly Argument[] }
  | { readonly is: "operation"; readonly operator: string; readonly left: Code; readonly right: Code }
  | FunctionForm
  | { readonly is: "type"; readonly name: Named; readonly parts: readonly Code[] }
  | AssignmentForm
  | ImportForm
  /** Runs one way or the other, or not at all: the arms of an `if`, a `try`, a `match`. */
  | { readonly is: "branches"; readonly always: readonly Code[]; readonly arms: readonly (readonly Code[])[] }
  | LoopForm
  /** Anything else: its parts in their order. `plain`: it is no dataset, whatever they are. */
  | { readonly is: "parts"; readonly parts: readonly Code[]; readonly plain?: boolean };

export interface Named extends Span {
  readonly name: string;
}

export interface Argument {
  readonly name?: string;
  readonly value: Code;
}

/** A function with a name or without; also a comprehension, whose names are its own as well. */
export interface FunctionForm {
  readonly is: "function";
  readonly name?: Named;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Code[];
  /** Names of the file's top level that it binds anew. */
  readonly globals: readonly string[];
}

export interface Parameter extends Named {
  readonly default?: Code;
  /** Its declared type's last word. */
  readonly type?: string;
}

/** `a = b`, `a <- b`, `with b as a`; without a value, what is bound by other means. */
export interface AssignmentForm {
  readonly is: "assignment";
  readonly targets: readonly Code[];
  readonly value: Code | undefined;
  /** The declared type, as far as it is one word. */
  readonly type?: string;
  /** Whether it binds a name of the file's top level wherever it stands, as `<<-` does. */
  readonly global?: boolean;
  /** Whether what it binds is certainly no dataset. */
  readonly plain?: boolean;
}

export interface ImportForm {
  readonly is: "import";
  /** The dotted name of what is imported from. */
  readonly from: string;
  /** Each name that is bound, and the one that it has where it comes from. */
  readonly names: readonly (Named & { readonly original: string })[];
  readonly all: boolean;
}

export interface LoopForm {
  readonly is: "loop";
  readonly over: Code | undefined;
  readonly targets: readonly Code[];
  readonly body: readonly Code[];
}

export type Call = Extract<Code, { is: "call" }>;
export type Assignment = Extract<Code, { is: "assignment" }>;
export type FunctionCode = Extract<Code, { is: "function" }>;

/** All direct parts of a piece of code, in the order in which they run. */
export function partsOf(code: Code): readonly Code[] {
  switch (code.is) {
    case "text":
    case "name":
    case "import":
      return [];
    case "joined":
    case "parts":
    case "type":
      return code.parts;
    case "member":
      return [code.of];
    case "item":
      return code.key ? [code.of, code.key] : [code.of];
    case "call":
      return [code.called, ...code.args.map(({ value }) => value)];
    case "operation":
      return [code.left, code.right];
    case "function":
      return [...code.parameters.flatMap((parameter) => parameter.default ?? []), ...code.body];
    case "assignment":
      return [...(code.value ? [code.value] : []), ...code.targets];
    case "branches":
      return [...code.always, ...code.arms.flat()];
    case "loop":
      return [...(code.over ? [code.over] : []), ...code.targets, ...code.body];
  }
}

/** The names that a target binds: `a`, `b` and `c` of `(a, b), *c`. Members and items bind none. */
export function namesBound(target: Code): Named[] {
  if (target.is === "name") return [target];
  return target.is === "parts" ? target.parts.flatMap(namesBound) : [];
}

/** `a.b.c` as `["a", "b", "c"]`; undefined where anything but names stands in it. */
export function pathOf(code: Code | undefined): string[] | undefined {
  if (code?.is === "name") return [code.name];
  if (code?.is !== "member") return undefined;
  const before = pathOf(code.of);
  return before && [...before, code.name];
}

export interface Step {
  readonly name: string;
  readonly args: readonly Argument[];
}

/** `spark.read.format("csv").load(p)` as its steps: `spark`, `read`, `format("csv")`, `load(p)`. */
export function stepsOf(code: Code | undefined): Step[] {
  const steps: Step[] = [];
  for (let at = code; at; ) {
    const args: readonly Argument[] = at.is === "call" ? at.args : [];
    const called: Code = at.is === "call" ? at.called : at;
    steps.push({ name: called.is === "member" || called.is === "name" ? called.name : "", args });
    at = called.is === "member" ? called.of : undefined;
  }
  return steps.toReversed();
}

/** What a call calls: `f(x)` has no receiver; of `f(a)(b)` the inner call is the one that has a method. */
export function methodOf(call: Call): { readonly method: string; readonly receiver: Code | undefined } {
  const { called } = call;
  if (called.is === "name") return { method: called.name, receiver: undefined };
  return called.is === "member" ? { method: called.name, receiver: called.of } : { method: "", receiver: called };
}

/** The argument of one of these names, or else the one at the place among those without a name. */
export function argument(call: Pick<Call, "args">, place: number, ...names: readonly string[]): Code | undefined {
  const named = call.args.find(({ name }) => name !== undefined && names.includes(name));
  return (named ?? call.args.filter(({ name }) => name === undefined)[place])?.value;
}
