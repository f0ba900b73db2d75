import { type Call, callOf, stepsOf } from "./call.ts";
import { child, type Tree, valueOf } from "./tree.ts";

/** Functions of Spark's that give another value each time, with or without a seed. */
const always = new Set(["uuid", "monotonically_increasing_id"]);
/** Those that do without a seed: how many arguments they have with one. */
const unlessSeeded: Readonly<Record<string, number>> = { rand: 1, randn: 1 };
/** Methods of Java's and Scala's that are random; outside of closures they are called once, by the driver. */
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
  switch (call.method) {
    case "asNondeterministic":
      return true;
    case "randomSplit":
      return call.args.length < 2;
    case "sample":
      return isUnseededSample(call);
    case "shuffle":
      return isSparkFunction(call) && call.args.length === 1;
  }
  const seeded = Object.hasOwn(unlessSeeded, call.method) ? unlessSeeded[call.method] : undefined;
  if (seeded !== undefined) return isSparkFunction(call) && call.args.length < seeded;
  if (always.has(call.method)) return isSparkFunction(call);
  return inClosure && (ofClosures.has(call.method) || isMathRandom(call));
}

/** `rand()`, `functions.rand()`, `F.rand()`, but no method of some object. */
function isSparkFunction(call: Call): boolean {
  return call.receiver === undefined || /^(?:functions|F|f|fn|sf)$/.test(stepsOf(call.receiver).at(-1)?.name ?? "");
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
  const call = tree && (callOf(tree) ?? selection(tree));
  return call !== undefined && (keeping.has(call.method) || isCollect(call));
}

const keeping = new Set(["checkpoint", "localCheckpoint"]);

/** `rdd.collect()` gives an array; with a partial function it is another RDD. */
function isCollect(call: Pick<Call, "method" | "args">): boolean {
  return call.method === "collect" && call.args.length === 0;
}

function selection(tree: Tree): Pick<Call, "method" | "args"> | undefined {
  return tree.type === "Term.Select" ? { method: stepsOf(tree).at(-1)?.name ?? "", args: [] } : undefined;
}

/**
 * Whether a value is certainly no dataset, by its declared type or by what makes it. `xs.reduce(_ union _)`, `xs.head`
 * and `new JdbcRDD(…)` may well be one.
 */
export function isPlain(tree: Tree | undefined, declared?: Tree): boolean {
  if (declared?.type === "Type.Name" && plainTypes.has(valueOf(declared))) return true;
  if (tree === undefined) return false;
  if (tree.type.startsWith("Lit.") || plainTrees.has(tree.type)) return true;
  if (tree.type === "Term.Interpolate") return /^(?:s|f|raw)$/.test(valueOf(child(tree, "prefix")));
  const call = callOf(tree) ?? selection(tree);
  if (call === undefined) return false;
  if (tree.type === "Term.ApplyInfix") return plainOperators.has(call.method) && isPlain(child(tree, "lhs"));
  return isCollect(call) || plainMethods.has(call.method) || (plainMakers.has(call.method) && !callOf(tree)?.receiver);
}

const plainTypes = new Set([
  "Int",
  "Long",
  "Short",
  "Byte",
  "Double",
  "Float",
  "Boolean",
  "Char",
  "String",
  "Unit",
  "BigDecimal",
  "BigInt",
]);
const plainTrees = new Set(["Term.Function", "Term.PartialFunction", "Term.Tuple"]);
const plainOperators = new Set(["+", "-", "*", "/", "%", "to", "until", "==", "<", ">", "&&", "||", "->"]);
const plainMethods = new Set(["isEmpty", "toInt", "toLong", "toDouble", "toString"]);
const plainMakers = new Set(["Seq", "List", "Array", "Map", "Set", "Vector", "Some", "udf", "col", "lit"]);
