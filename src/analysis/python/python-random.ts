import { argument, type Call, pathOf } from "../script/code.ts";
import type { CallSite } from "../script/dialect.ts";

/** Functions of Spark's that give another value each time, with or without a seed. */
const always = new Set(["uuid", "monotonically_increasing_id", "shuffle"]);
const unlessSeeded = new Set(["rand", "randn"]);
const ofModules = /^(?:random|uuid|secrets|np\.random|numpy\.random|faker?)\./;

/** Whether running it again gives other rows. In a function that Spark runs later, Python's own random counts too. */
export function isRandom({ call, method, receiver, inFunction }: CallSite): boolean {
  if (method === "asNondeterministic") return true;
  if (method === "randomSplit") return call.args.length < 2;
  if (method === "sample" && receiver) return isUnseededSample(call);
  if (always.has(method)) return isSparkFunction(call);
  if (unlessSeeded.has(method)) return isSparkFunction(call) && call.args.length === 0;
  return inFunction && ofModules.test(pathOf(call.called)?.join(".") ?? "");
}

/** `rand()`, `F.rand()`, `functions.rand()`, but no method of some object. */
function isSparkFunction(call: Call): boolean {
  const path = pathOf(call.called) ?? [];
  return path.length === 1 || /^(?:functions|F|f|fn|sf|SF)$/.test(path.at(-2) ?? "");
}

/** `sample(0.1)`, `sample(True, 0.1)`, and with named arguments, none of which is the seed. */
function isUnseededSample(call: Call): boolean {
  if (call.args.some(({ name }) => name === "seed" || name === "random_state")) return false;
  const [first] = call.args;
  if (!first) return false;
  const replaces =
    first.name === "withReplacement" || (first.value.is === "text" && /^(?:True|False)$/.test(first.value.text));
  return call.args.length <= (replaces ? 2 : 1) || argument(call, 2) === undefined;
}
