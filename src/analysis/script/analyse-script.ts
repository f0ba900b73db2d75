import { warning } from "../../diagnostics/report.ts";
import type { Analysis, DefinedName } from "../../model/analysis.ts";
import { addUsed, type Facts, noFacts, noFindings, shown } from "../findings.ts";
import { innerScope, type Scope } from "../scope.ts";
import type { Syntax } from "../syntax/tree.ts";
import { textPlaces } from "../text-places.ts";
import { type Code, namesBound, partsOf } from "./code.ts";
import type { Dialect } from "./dialect.ts";
import { walkBody, walkCode } from "./walk.ts";
import type { Definition, FileState, OwnFunction } from "./walk-state.ts";

/** A source in its language, and how that is brought into the common form. */
export interface Script {
  readonly file: string;
  readonly text: string;
  readonly syntax: Syntax;
  readonly statements: readonly Code[];
  readonly dialect: Dialect;
}

/** What a Python or R source reads, defines and touches. */
export function analyseScript({ file, text, syntax, statements, dialect }: Script): Analysis {
  const places = textPlaces(file, text);
  const state: FileState = {
    dialect,
    findings: noFindings(),
    definitions: [],
    functions: new Map(statements.flatMap(functionsIn)),
    takesContext: new Map(),
    understood: new Set(),
    place: (from, to = from) => places.at(from.start, to.end),
  };
  const scope = innerScope();
  for (const code of statements) walkCode(code, { file: state, scope, facts: noFacts(), inside: undefined });
  walkFunctions(state, settled(scope, statements, state.definitions));
  const defines = definesOf(state);
  const { registered, ...found } = state.findings;
  const all = new Map([...defines, ...registered].map((name) => [name.name, name]));
  return withProblems({ ...found, defines: [...all.values()], parsed: true, diagnostics: [] }, syntax, state);
}

/** The functions that a statement of the top level defines, in its arms too. */
function functionsIn(code: Code): [string, OwnFunction][] {
  if (code.is === "function")
    return code.name ? [[code.name.name, { code, facts: noFacts(), walked: { value: false } }]] : [];
  return code.is === "type" || code.is === "call" ? [] : partsOf(code).flatMap(functionsIn);
}

/** What functions may take for certain of the file's names: those that are bound once. */
function settled(scope: Scope, statements: readonly Code[], definitions: readonly Definition[]): Scope {
  const times = new Map<string, number>();
  const count = (name: string) => times.set(name, (times.get(name) ?? 0) + 1);
  for (const { name } of definitions) count(name.name);
  for (const name of statements.flatMap(globalsOf)) for (let i = 0; i < 2; i++) count(name);
  const names = [...scope.names].map(([name, binding]) =>
    (times.get(name) ?? 0) > 1 ? ([name, { is: "own" as const }] as const) : ([name, binding] as const),
  );
  return { names: new Map(names) };
}

/** The names of the top level that functions bind anew. */
function globalsOf(code: Code): string[] {
  const own = code.is === "function" ? code.globals : [];
  const bound = code.is === "assignment" && code.global === true ? code.targets.flatMap(namesBound) : [];
  return [...own, ...bound.map(({ name }) => name), ...partsOf(code).flatMap(globalsOf)];
}

/** Callers before what they call, as far as the usual order of a file goes, since they may hand on the context. */
function walkFunctions(file: FileState, scope: Scope): void {
  const rest = [...file.functions].toReversed();
  while (rest.length > 0) {
    const given = rest.findIndex(([name]) => file.takesContext.has(name));
    const [next] = rest.splice(Math.max(0, given), 1);
    if (!next) return;
    const [, { code, facts, walked }] = next;
    walked.value = true;
    walkBody(code, { file, scope, facts, inside: undefined });
  }
}

/** The last definition of each name, with what it is made of through other names. */
function definesOf({ definitions, functions }: FileState): DefinedName[] {
  const ofFunctions = new Map([...functions].map(([name, { facts }]) => [name, facts]));
  const throughAll = () => {
    const known = new Map<string, Facts>(ofFunctions);
    for (const { name, facts, keepsRows } of definitions) {
      addUsed(facts, known);
      if (keepsRows) facts.random = false;
      known.set(name.name, facts);
    }
    return known;
  };
  const known = throughAll();
  for (let round = 0; round < 2; round++) for (const facts of ofFunctions.values()) addUsed(facts, known);
  throughAll();
  const last = new Map(definitions.map(({ name, facts }) => [name.name, { ...name, ...shown(facts) }]));
  return [...last.values()];
}

/** The language's own parser judges what is valid; a source that is not understood here is only understood less. */
function withProblems(analysis: Analysis, { error, tooDeep }: Syntax, { place }: FileState): Analysis {
  const problem = error ?? tooDeep;
  if (!problem) return analysis;
  const at = place({ start: problem.start, end: Math.min(problem.end, problem.start + 200) });
  const because = error ? "its source could not be parsed" : "its source is nested too deep to be looked into";
  const what = error ? "the syntax here is not understood" : "it is nested too deep";
  const told = warning("AMA1601", `${at.file} could not be parsed: ${what}.`, {
    at,
    hint: "Its datasets are guessed from the rest; the action's own language judges it when the action starts.",
  });
  const open = [...analysis.open, { because, at }];
  return { ...analysis, open, computedReads: [...analysis.computedReads, at], parsed: false, diagnostics: [told] };
}
