import { nameTextAt, type SqlToken, sqlTokens, wordAt } from "./sql-tokens.ts";

/** What a SQL text shows of the tables that it uses. */
export interface SqlTables {
  readonly reads: readonly SqlName[];
  /** Whether a name that it reads has an unknown part. */
  readonly computed: boolean;
  /** What changes a table so that doing it again changes it again, such as `INSERT INTO`. */
  readonly writes?: string;
  /** Whether it calls a function that gives another value each time. */
  readonly random: boolean;
}

/** A dotted name in a text, as its parts: `start.odd` is `["start", "odd"]`. */
export interface SqlName {
  readonly parts: readonly string[];
  readonly start: number;
  readonly end: number;
}

/** Inside brackets: anything, a list of tables, or the arguments of a function whose syntax has a `FROM` of its own. */
type Level = "plain" | "tables" | "function";

/** `unknown` is the character that stands in the text for what is not known of it. */
export function sqlTables(sql: string, unknown: string): SqlTables {
  return tablesIn(sqlTokens(sql), unknown);
}

/** The same of tokens, such as those of one statement. */
export function tablesIn(tokens: readonly SqlToken[], unknown: string): SqlTables {
  const names = namesRead(tokens);
  const isKnown = ({ parts }: SqlName) => !parts.some((part) => part.includes(unknown));
  const writes = writeOf(tokens);
  return {
    reads: names.filter(isKnown),
    computed: !names.every(isKnown),
    ...(writes === undefined ? {} : { writes }),
    random: tokens.some((_, at) => isRandomCall(tokens, at)),
  };
}

function namesRead(tokens: readonly SqlToken[]): SqlName[] {
  const names: SqlName[] = [];
  const levels: Level[] = ["plain"];
  const level = () => levels.at(-1) ?? "plain";
  const become = (to: Level) => levels.splice(-1, 1, to);
  const isMerge = tokens.some((_, at) => wordAt(tokens, at) === "merge");
  let expects = false;
  for (let at = 0; at < tokens.length; at++) {
    const word = wordAt(tokens, at);
    if (expects && nameTextAt(tokens, at) !== undefined && !beforeTable.has(word)) {
      const [name, next] = nameAt(tokens, at);
      if (wordAt(tokens, next) !== "(") names.push(name);
      at = next - 1;
      expects = false;
    } else if (word === "(") {
      levels.push(functionsWithFrom.has(wordAt(tokens, at - 1)) ? "function" : expects ? "tables" : "plain");
    } else if (word === ")") {
      if (levels.length > 1) levels.pop();
      expects = false;
    } else if (word === ",") {
      expects = level() === "tables";
    } else if (level() !== "function" && opensTables(tokens, at, isMerge)) {
      expects = true;
      become("tables");
    } else if (closesTables.has(word)) {
      expects = false;
      become("plain");
    }
  }
  return names;
}

const functionsWithFrom = new Set(["extract", "trim", "substring", "substr", "overlay", "position"]);
/** Words that may stand between `FROM` and the table. */
const beforeTable = new Set(["lateral", "only", "select", "values", "with", "from"]);
const closesTables = new Set(
  ["select", "where", "group", "order", "having", "limit", "union", "except", "intersect", "minus"].concat([
    "on",
    "set",
    "window",
    "qualify",
    "cluster",
    "distribute",
    "sort",
    "values",
    "when",
    "pivot",
    "unpivot",
  ]),
);
const setOperators = new Set(["union", "except", "intersect", "minus", "all", "distinct"]);

/** Whether the word before a table stands here: `FROM` but of `DELETE FROM`, `JOIN`, `USING` of a merge, `TABLE t`. */
function opensTables(tokens: readonly SqlToken[], at: number, isMerge: boolean): boolean {
  const [before, word] = [wordAt(tokens, at - 1), wordAt(tokens, at)];
  if (word === "from") return before !== "delete" && before !== "distinct";
  if (word === "join") return true;
  if (word === "using") return isMerge;
  if (word === "table")
    return at === 0 || before === "(" || before === "as" || before === "cache" || setOperators.has(before);
  return word === "describe" || word === "desc" || word === "summarize" ? at === 0 : false;
}

/** The dotted name at a place, and the place after it. */
export function nameAt(tokens: readonly SqlToken[], at: number): [SqlName, number] {
  const [first, parts] = [tokens[at], [nameTextAt(tokens, at) ?? ""]];
  let next = at + 1;
  while (wordAt(tokens, next) === ".") {
    const part = nameTextAt(tokens, next + 1);
    if (part === undefined) break;
    parts.push(part);
    next += 2;
  }
  return [{ parts, start: first?.start ?? 0, end: tokens[next - 1]?.end ?? 0 }, next];
}

function writeOf(tokens: readonly SqlToken[]): string | undefined {
  const first = tokens.findIndex((_, at) => changes.has(wordAt(tokens, at)) && startsStatement(tokens, at));
  if (first < 0) return undefined;
  const words = [wordAt(tokens, first), wordAt(tokens, first + 1)];
  if (words[0] !== "insert") return words[0] === "update" ? "UPDATE" : words.join(" ").toUpperCase();
  return words[1] === "into" ? "INSERT INTO" : undefined;
}

const changes = new Set(["insert", "merge", "update", "delete"]);

function startsStatement(tokens: readonly SqlToken[], at: number): boolean {
  const before = wordAt(tokens, at - 1);
  return at === 0 || before === ";" || before === ")";
}

const randomFunctions = new Set(["rand", "randn", "random", "uuid", "shuffle", "monotonically_increasing_id"]);
const seeded = new Set(["rand", "randn", "random"]);

function isRandomCall(tokens: readonly SqlToken[], at: number): boolean {
  const word = wordAt(tokens, at);
  if (!randomFunctions.has(word) || wordAt(tokens, at + 1) !== "(") return false;
  return !seeded.has(word) || wordAt(tokens, at + 2) === ")";
}
