import { HOLE } from "../constant.ts";
import { argument, type Call, type Code, methodOf } from "../script/code.ts";
import type { CallSite, Dialect, Effects } from "../script/dialect.ts";
import { pathEffects } from "./r-paths.ts";

export const rDialect: Dialect = {
  registersBare: true,
  effectsOf,
  callText,
  operationText: () => undefined,
  isPlainCall,
  isWellKnown: () => true,
  isNameTable,
  keepsRows,
};

function effectsOf(site: CallSite): Effects {
  const random = isRandom(site) ? { random: true } : {};
  return { ...pathEffects(site), ...random, ...sqlOf(site), ...opening(site) };
}

function sqlOf({ call, method, receiver }: CallSite): Effects {
  const table = (code: Code | undefined) => ({ sql: { code, table: true, sure: true } });
  switch (method) {
    case "sql":
      return { sql: { code: argument(call, 0, "sqlQuery"), table: false, sure: true } };
    case "sdf_sql":
      return { sql: { code: argument(call, 1, "sql"), table: false, sure: true } };
    case "dbGetQuery":
    case "dbSendQuery":
    case "dbExecute":
      return { sql: { code: argument(call, 1, "statement"), table: false, sure: false } };
    case "tableToDF":
      return table(argument(call, 0, "tableName"));
    case "table":
      return receiver ? table(argument(call, 0, "tableName")) : {};
    case "spark_read_table":
      return table(argument(call, 1, "name"));
    case "tbl": {
      const code = argument(call, 1, "from");
      const isQuery = code?.is === "call" && methodOf(code).method === "sql";
      return code && !isQuery ? { sql: { code, table: true, sure: false } } : {};
    }
    default:
      return {};
  }
}

const openings: Readonly<Record<string, string>> = {
  source: "it runs another file",
  "sys.source": "it runs another file",
  eval: "it runs code that is computed",
  evalq: "it runs code that is computed",
  attach: "it attaches the names of a value",
  load: "it loads names from a file",
  assign: "it assigns to a name that is computed",
  delayedAssign: "it assigns to a name that is computed",
  list2env: "it sets names from a list",
  makeActiveBinding: "it binds a name to a function",
};
const runsAnything = new Set(["source", "sys.source", "eval", "evalq"]);

/** Calls after which names may be bound that do not show. */
function opening({ method, receiver }: CallSite): Effects {
  const because = Object.hasOwn(openings, method) && !receiver ? openings[method] : undefined;
  if (because === undefined) return {};
  return runsAnything.has(method) ? { opens: because, readsAnything: true } : { opens: because };
}

const unseeded = new Set(["sdf_sample", "sdf_random_split", "slice_sample", "sample_frac", "sample_n", "randomSplit"]);
const ofFunctions = new Set(["runif", "rnorm", "rbinom", "rpois", "rexp", "UUIDgenerate"]);

/** Whether running it again gives other rows. In a function that Spark runs later, R's own random counts too. */
function isRandom({ call, method, receiver, inFunction }: CallSite): boolean {
  const isSeeded = call.args.some(({ name }) => name === "seed");
  if (method === "rand" || method === "randn") return !receiver && call.args.length === 0;
  if (method === "monotonically_increasing_id" || method === "uuid") return !receiver && call.args.length === 0;
  // SparkR's, which names replacement and fraction; R's own has one vector, and draws at once.
  if (method === "sample") return call.args.length === 3 && !isSeeded && call.args.some(isTruth);
  if (unseeded.has(method)) return !isSeeded && !(method === "randomSplit" && call.args.length > 2);
  return inFunction && ofFunctions.has(method);
}

function isTruth({ value }: Call["args"][number]): boolean {
  return value.is === "text" && /^(?:TRUE|FALSE)$/.test(value.text);
}

function callText(call: Call, text: (code: Code | undefined) => string): string | undefined {
  const { method } = methodOf(call);
  const named = (name: string) => call.args.find((arg) => arg.name === name);
  const texts = call.args.filter(({ name }) => name === undefined).map(({ value }) => text(value));
  switch (method) {
    case "paste0":
      return named("collapse") ? HOLE : texts.join("");
    case "paste": {
      const sep = named("sep");
      return named("collapse") ? HOLE : texts.join(sep ? text(sep.value) : " ");
    }
    case "file.path":
      return texts.join("/");
    case "in_schema":
      return texts.map((part) => `\`${part}\``).join(".");
    case "sprintf":
      return formatted(text(argument(call, 0, "fmt")), texts.slice(named("fmt") ? 0 : 1));
    case "glue":
    case "str_glue":
      return glued(texts.join(""), call, text);
    case "normalizePath":
    case "path.expand":
    case "as.character":
    case "trimws":
    case "I":
    case "c":
    case "(":
      return texts.length === 1 ? (texts[0] ?? HOLE) : HOLE;
    default:
      return undefined;
  }
}

function formatted(of: string, args: readonly string[]): string {
  let next = 0;
  return of.replaceAll(/%%|%[\d$.+\- ]*[a-zA-Z]/g, (place) => {
    if (place === "%%") return "%";
    const arg = args[next++] ?? HOLE;
    return place === "%s" || place === "%d" ? arg : HOLE;
  });
}

function glued(of: string, call: Call, text: (code: Code | undefined) => string): string {
  return of.replaceAll(/\{\{|\}\}|\{([^{}]*)\}/g, (whole, inner: string | undefined) => {
    if (inner === undefined) return whole.slice(1);
    const path = inner.trim().split("$");
    if (!path.every((part) => /^[\p{L}.][\p{L}\p{N}._]*$/u.test(part))) return HOLE;
    const span = { start: call.start, end: call.end };
    const [first = "", ...rest] = path;
    return text(
      rest.reduce<Code>((member, name) => ({ is: "member", of: member, name, ...span }), {
        is: "name",
        name: first,
        ...span,
      }),
    );
  });
}

const plainFunctions = new Set([
  ..."nrow ncol length paste paste0 sprintf file.path Sys.time Sys.Date Sys.getenv as.integer as.numeric as.character".split(
    " ",
  ),
  ..."as.Date is.null nchar c seq seq_len rep sum mean max min library require print cat message glue col lit toupper".split(
    " ",
  ),
  ..."tolower structType structField spark_connect sparkR.session list.files names colnames new.env file".split(" "),
]);

function isPlainCall(call: Call): boolean {
  const { method, receiver } = methodOf(call);
  return !receiver && plainFunctions.has(method);
}

/** `.GlobalEnv$x`, `globalenv()[["x"]]`. */
function isNameTable(code: Code): boolean {
  if (code.is === "name") return code.name === ".GlobalEnv";
  return code.is === "call" && (methodOf(code).method === "globalenv" || methodOf(code).method === "environment");
}

/** A call that gives rows which stay as they are. */
function keepsRows(call: Call): boolean {
  return keeping.has(methodOf(call).method);
}

const keeping = new Set([
  "checkpoint",
  "localCheckpoint",
  "collect",
  "as.data.frame",
  "sdf_checkpoint",
  "head",
  "take",
]);
