import { HOLE } from "../constant.ts";
import { argument, type Call, type Code, methodOf, pathOf, stepsOf } from "../script/code.ts";
import type { CallSite, Dialect, Effects } from "../script/dialect.ts";
import { pathEffects } from "./python-paths.ts";
import { isRandom } from "./python-random.ts";

export const pythonDialect: Dialect = {
  registersBare: false,
  effectsOf,
  callText,
  operationText,
  isPlainCall,
  isWellKnown,
  isNameTable,
  keepsRows,
};

/** Names under which a Spark session is at hand; a call of `sql` with an unknown text counts on these only. */
const session = /^(?:spark|spark_?session|session|sql_?context|sqlCtx|hive_?context|ss)$/i;

function effectsOf(site: CallSite): Effects {
  const random = isRandom(site) ? { random: true } : {};
  return { ...pathEffects(site), ...random, ...sqlOf(site), ...opening(site) };
}

function sqlOf({ call, method, receiver }: CallSite): Effects {
  if (receiver === undefined || (method !== "sql" && method !== "table")) return {};
  const code = argument(call, 0, "sqlQuery", "tableName", "query");
  const sure = stepsOf(receiver).some((step) => session.test(step.name));
  return code || sure ? { sql: { code, table: method === "table", sure } } : {};
}

/** Calls after which names may be bound that do not show. */
function opening({ call, method, receiver, inFunction, text }: CallSite): Effects {
  if (receiver === undefined) {
    const hasText = text(argument(call, 0)) !== "";
    if (method === "exec" && hasText) return { opens: "it runs code from a text by exec", readsAnything: true };
    if (method === "eval") return { opens: "it runs code from a text by eval", readsAnything: true };
    if (method === "setattr" && isModule(argument(call, 0))) return { opens: "it sets names of its module" };
    return method === "locals" && !inFunction ? { opens: "it may set names through locals()" } : {};
  }
  return isNameTable(receiver) && /^(?:update|setdefault|__setitem__)$/.test(method)
    ? { opens: "it sets names through a table of them" }
    : {};
}

function isNameTable(code: Code): boolean {
  return code.is === "call" && code.called.is === "name" && /^(?:globals|locals|vars)$/.test(code.called.name);
}

function isModule(code: Code | undefined): boolean {
  return code?.is === "item" && pathOf(code.of)?.join(".") === "sys.modules";
}

function callText(call: Call, text: (code: Code | undefined) => string): string | undefined {
  const { method, receiver } = methodOf(call);
  const path = pathOf(call.called)?.join(".") ?? "";
  const texts = () => call.args.map(({ value }) => text(value));
  if (/^(?:os\.)?(?:path\.)?join$/.test(path) && path !== "join")
    return texts()
      .join("/")
      .replaceAll(/\/{2,}/g, "/");
  if (/^(?:pathlib\.)?(?:Pure)?(?:Posix)?Path$/.test(path)) return texts().join("/");
  if (path === "str") return texts()[0] ?? HOLE;
  if (!receiver) return undefined;
  if (method === "joinpath") return [text(receiver), ...texts()].join("/");
  if (method === "format") return formatted(text(receiver), call, text);
  return unchanged.has(method) ? text(receiver) : changed(method, text(receiver));
}

const unchanged = new Set(["strip", "as_posix", "rstrip", "lstrip"]);

function changed(method: string, of: string): string | undefined {
  if (of.includes(HOLE) || of.includes("${env.")) return undefined;
  return method === "lower" ? of.toLowerCase() : method === "upper" ? of.toUpperCase() : undefined;
}

/** `"{}/{name}".format(a, name=b)`; what has a format of its own is unknown. */
function formatted(of: string, call: Call, text: (code: Code | undefined) => string): string {
  let next = 0;
  return of.replaceAll(/\$\{env\.[^}]*\}|\{\{|\}\}|\{([^{}]*)\}/g, (whole, key: string | undefined) => {
    if (key === undefined) return whole.startsWith("$") ? whole : whole.slice(1);
    if (/[^\w]/.test(key)) return HOLE;
    if (key === "" || /^\d+$/.test(key)) return text(argument(call, key === "" ? next++ : Number(key)));
    const named = call.args.find(({ name }) => name === key);
    return named ? text(named.value) : HOLE;
  });
}

function operationText(operator: string, left: string, right: string): string | undefined {
  if (operator === "+") return left + right;
  if (operator === "/") return `${left}/${right}`.replaceAll(/(?<!:)\/{2,}/g, "/");
  if (operator !== "%") return undefined;
  // With a tuple behind it, the right side is unknown as a whole.
  const places = left.match(/%(?!%)/g)?.length ?? 0;
  return left.replaceAll(/%%|%s|%d|%[^\s%]*/g, (place) => {
    if (place === "%%") return "%";
    return places === 1 && (place === "%s" || place === "%d") ? right : HOLE;
  });
}

const plainFunctions = new Set([
  ..."len str int float bool bytes repr abs round sum min max any all range input type id hash print isinstance".split(
    " ",
  ),
  ..."udf pandas_udf col lit date datetime timedelta Path getenv".split(" "),
]);
const plainMethods = new Set([
  "strip",
  "lower",
  "upper",
  "isEmpty",
  "is_empty",
  "getNumPartitions",
  "toString",
  "strftime",
]);
const plainModules = /^(?:os|sys|re|time|datetime|logging|uuid|pathlib|random|socket|getpass)\./;

function isPlainCall(call: Call): boolean {
  const { method, receiver } = methodOf(call);
  const path = pathOf(call.called)?.join(".") ?? "";
  if (receiver === undefined) return plainFunctions.has(method);
  return plainMethods.has(method) || plainModules.test(path);
}

const wellKnown =
  /^(?:pyspark|amaterasu|ama|pandas|numpy|math|typing|datetime|decimal|functools|itertools|collections|os|sys|re|json|time|random|string|operator|matplotlib|seaborn|polars|pyarrow|scipy|sklearn|__future__)(?:\.|$)/;

function isWellKnown(module: string): boolean {
  return wellKnown.test(module);
}

/** A call that gives rows which stay as they are: an array, or a frame that has been computed. */
function keepsRows(call: Call): boolean {
  return keeping.has(methodOf(call).method);
}

const keeping = new Set(["checkpoint", "localCheckpoint", "collect", "toPandas", "toLocalIterator", "take", "head"]);
