import { nameAt, type SqlName } from "../sql-tables.ts";
import { type SqlToken, wordAt } from "../sql-tokens.ts";

/** One statement of a SQL file, without the words of the script around it (`BEGIN`, `IF … THEN`). */
export interface SqlStatement {
  readonly tokens: readonly SqlToken[];
  /** The view that it makes. */
  readonly view?: SqlName;
  /** The table that it makes. */
  readonly table?: SqlName;
  /** Whether it is a query, whose rows are its outcome. */
  readonly isQuery: boolean;
}

export function statementsOf(tokens: readonly SqlToken[]): SqlStatement[] {
  const statements: SqlStatement[] = [];
  let start = 0;
  for (let at = 0; at <= tokens.length; at++) {
    if (at < tokens.length && wordAt(tokens, at) !== ";") continue;
    const statement = statementOf(tokens.slice(start, at));
    if (statement.tokens.length > 0) statements.push(statement);
    start = at + 1;
  }
  return statements;
}

function statementOf(whole: readonly SqlToken[]): SqlStatement {
  const tokens = whole.slice(startOf(whole));
  const view = viewOf(tokens);
  const table = tableOf(tokens);
  return { tokens, ...(view ? { view } : {}), ...(table ? { table } : {}), isQuery: isQuery(tokens) };
}

const controls = new Set(["begin", "if", "while", "for", "repeat", "loop", "else", "elseif", "case", "when"]);
const openings = new Set(["begin", "then", "do", "loop", "repeat", "else"]);

/** Where a statement begins behind what a script says around it: `BEGIN`, `IF x THEN`, `WHILE x DO`, a label. */
function startOf(tokens: readonly SqlToken[]): number {
  let start = 0;
  while (true) {
    if (wordAt(tokens, start + 1) === ":" && controls.has(wordAt(tokens, start + 2))) start += 2;
    if (!controls.has(wordAt(tokens, start))) return start;
    const opening = openingFrom(tokens, start);
    if (opening === undefined) return start;
    start = opening + 1;
    if (wordAt(tokens, start) === "not" && wordAt(tokens, start + 1) === "atomic") start += 2;
  }
}

function openingFrom(tokens: readonly SqlToken[], start: number): number | undefined {
  for (let at = start; at < tokens.length; at++) if (openings.has(wordAt(tokens, at))) return at;
  return undefined;
}

const viewWords = new Set(["or", "replace", "global", "local", "temp", "temporary", "recursive", "materialized"]);

/** `CREATE OR REPLACE TEMP VIEW v`, `CACHE TABLE v AS SELECT`. */
function viewOf(tokens: readonly SqlToken[]): SqlName | undefined {
  let at = 1;
  if (wordAt(tokens, 0) === "cache") {
    if (wordAt(tokens, at) === "lazy") at++;
    if (wordAt(tokens, at) !== "table") return undefined;
    const [name, next] = nameAt(tokens, at + 1);
    const isMade = ["as", "select", "options", "with"].includes(wordAt(tokens, next));
    return isMade && name.parts.length === 1 ? name : undefined;
  }
  if (wordAt(tokens, 0) !== "create") return undefined;
  while (viewWords.has(wordAt(tokens, at))) at++;
  if (wordAt(tokens, at) !== "view") return undefined;
  at++;
  if (wordAt(tokens, at) === "if") at += 3;
  return tokens[at] ? nameAt(tokens, at)[0] : undefined;
}

const tableWords = new Set(["or", "replace", "temp", "temporary", "external", "managed", "transactional"]);

function tableOf(tokens: readonly SqlToken[]): SqlName | undefined {
  if (wordAt(tokens, 0) !== "create") return undefined;
  let at = 1;
  while (tableWords.has(wordAt(tokens, at))) at++;
  if (wordAt(tokens, at) !== "table") return undefined;
  at++;
  if (wordAt(tokens, at) === "if") at += 3;
  return tokens[at] ? nameAt(tokens, at)[0] : undefined;
}

const queries = new Set(["select", "values", "table", "from", "("]);

/** `WITH x AS (…) SELECT` is a query, `WITH … INSERT` and `FROM t INSERT` are not. */
function isQuery(tokens: readonly SqlToken[]): boolean {
  const first = wordAt(tokens, 0);
  if (first !== "with" && !queries.has(first)) return false;
  let depth = 0;
  for (let at = 0; at < tokens.length; at++) {
    const word = wordAt(tokens, at);
    if (word === "(") depth++;
    else if (word === ")") depth--;
    else if (depth === 0 && writes.has(word) && wordAt(tokens, at - 1) !== "." && wordAt(tokens, at - 1) !== ",")
      return false;
  }
  return true;
}

const writes = new Set(["insert", "merge", "update", "delete"]);
