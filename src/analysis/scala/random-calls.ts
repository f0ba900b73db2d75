import { type Call, callOf, stepsOf } from "./call.ts";
import type { Tree } from "./tree.ts";

/** Calls whose value is another one each time; `unless` counts the arguments with which it is not. */
const always = new Set(["uuid", "monotonically_increasing_id", "asNondeterministic"]);
const unlessSeeded: Readonly<Record<string, number>> = { rand: 1, randn: 1, randomSplit: 2 };
const ofClosures = new Set([
  "nextInt",
  "nextLong",
  "nextDouble",
  "nextFloat",
  "nextBoolean",
  "nextGaussian",
  "nextString",
  "randomUUID",
]);

/** Whether running an expression again gives other rows. `inClosure`: it stands in a function that Spark runs later. */
export function isRandomCall(call: Call, inClosure: boolean): boolean {
  if (always.has(call.method)) return true;
  const seeded = Object.hasOwn(unlessSeeded, call.method) ? unlessSeeded[call.method] : undefined;
  if (seeded !== undefined) return call.args.length < seeded;
  if (call.method === "sample") return isUnseededSample(call);
  if (call.method === "shuffle") return call.receiver === undefined && call.args.length === 1;
  return inClosure && (ofClosures.has(call.method) || isMathRandom(call));
}

/** `sample(0.1)`, `sample(true, 0.1)`, and with named arguments, none of which is the seed. */
function isUnseededSample(call: Call): boolean {
  if (call.args.some((arg) => arg.name === "seed")) return false;
  const [first] = call.args;
  const withReplacement = first?.value.type === "Lit.Boolean" || first?.name === "withReplacement";
  return call.args.length <= (withReplacement ? 2 : 1) && call.args.length > 0;
}

function isMathRandom(call: Call): boolean {
  return call.method === "random" && /^[mM]ath$/.test(stepsOf(call.receiver).at(-1)?.name ?? "");
}

/** Whether an expression keeps the rows it has made, so that they are the same ever after. */
export function keepsItsRows(tree: Tree | undefined): boolean {
  const last = tree && callOf(tree)?.method;
  const name = last ?? (tree?.type === "Term.Select" ? stepsOf(tree).at(-1)?.name : undefined);
  return name !== undefined && keeping.has(name);
}

const keeping = new Set(["checkpoint", "localCheckpoint", "collect", "first", "head", "take", "reduce", "toSeq"]);

/** Whether a value is certainly no dataset. */
export function isPlain(tree: Tree | undefined): boolean {
  if (tree === undefined) return false;
  if (tree.type.startsWith("Lit.") || plainTypes.has(tree.type)) return true;
  if (tree.type === "Term.ApplyInfix") {
    const call = callOf(tree);
    return call !== undefined && plainOperators.has(call.method) && isPlain(call.receiver);
  }
  const call = callOf(tree);
  return call !== undefined && (plainMethods.has(call.method) || (plainMakers.has(call.method) && !call.receiver));
}

const plainTypes = new Set(["Term.Interpolate", "Term.Function", "Term.PartialFunction", "Term.New", "Term.Tuple"]);
const plainOperators = new Set(["+", "-", "*", "/", "%", "to", "until", "==", "<", ">", "&&", "||", "->"]);
const plainMethods = new Set(["collect", "first", "head", "take", "reduce", "isEmpty", "toInt", "toString"]);
const plainMakers = new Set(["Seq", "List", "Array", "Map", "Set", "Vector", "Some", "udf", "col", "lit"]);
