import { warning } from "../diagnostics/report.ts";
import type { Analysis, DefinedName } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Location } from "../model/location.ts";
import { HOLE } from "./constant.ts";
import { addUsed, type Facts, type Findings, noFacts, noFindings, shown } from "./findings.ts";
import { referencesIn } from "./sql/references.ts";
import { sqlPaths } from "./sql/sql-paths.ts";
import { type SqlStatement, statementsOf } from "./sql/statements.ts";
import { noteName } from "./sql-findings.ts";
import { tablesIn } from "./sql-tables.ts";
import { type SqlToken, sqlTokens } from "./sql-tokens.ts";
import { type TextPlaces, textPlaces } from "./text-places.ts";

/** Analyses a SQL file of Spark's or another dialect: what its statements read, the views they make, the last query. */
export function analyseSql(file: string, source: string): Analysis {
  const text = source.startsWith("\uFEFF") ? source.slice(1) : source;
  const places = textPlaces(file, text);
  const tokens = sqlTokens(text);
  const statements = statementsOf(tokens);
  const findings = noFindings();
  const defines = definesOf(statements, findings, places);
  const tables = statements.flatMap(({ table }) => table?.parts.at(-1) ?? []);
  const references = referencesIn(text, tokens, places);
  const { registered: _, ...found } = findings;
  const problem = unclosed(text, tokens, places);
  return {
    ...found,
    defines,
    ...(tables.length > 0 ? { tables } : {}),
    ...(references.length > 0 ? { references } : {}),
    ...(problem ? { open: [{ because: "its source could not be parsed", at: problem.at }] } : {}),
    parsed: problem === undefined,
    diagnostics: problem ? [problem.told] : [],
  };
}

/** The views, and the last query, which is published under the name that maki.yml gives it or as `result`. */
function definesOf(statements: readonly SqlStatement[], findings: Findings, places: TextPlaces): DefinedName[] {
  const known = new Map<string, Facts>();
  const defines = new Map<string, DefinedName>();
  let query: DefinedName | undefined;
  for (const statement of statements) {
    const facts = factsOf(statement, findings, places);
    addUsed(facts, known);
    const { view } = statement;
    const name = view?.parts.at(-1) ?? "";
    if (view && name !== "") {
      known.set(name.toLowerCase(), facts);
      defines.set(name, { name, kind: "value", at: places.at(view.start, view.end), ...shown(facts) });
    } else if (statement.isQuery) {
      query = { name: "result", kind: "query", at: placeOf(statement.tokens[0], places), ...shown(facts) };
    }
  }
  return [...defines.values(), ...(query ? [query] : [])];
}

function placeOf(token: SqlToken | undefined, places: TextPlaces): Location {
  return places.at(token?.start ?? 0, token?.end);
}

function factsOf({ tokens }: SqlStatement, findings: Findings, places: TextPlaces): Facts {
  const facts = noFacts();
  const tables = tablesIn(tokens, HOLE);
  for (const { parts, start, end } of tables.reads) {
    const [first = "", second] = parts;
    if (second === undefined) facts.uses.add(first.toLowerCase());
    noteName(parts, { findings, facts, at: places.at(start, end) });
  }
  if (tables.random) facts.random = true;
  const at = placeOf(tokens[0], places);
  if (tables.writes !== undefined) findings.writesOutside.push({ what: tables.writes, at });
  for (const { path, access, token } of sqlPaths(tokens)) {
    const use = { path: path.replaceAll("${params.", "${env.params."), at: placeOf(token, places) };
    if (access === "write") findings.pathsWritten.push(use);
    else {
      findings.pathsRead.push(use);
      facts.paths.push(use);
    }
  }
  return facts;
}

/** A text, name or comment that never ends: all behind it is misread. */
function unclosed(
  text: string,
  tokens: readonly SqlToken[],
  places: TextPlaces,
): { at: Location; told: Diagnostic } | undefined {
  const last = tokens.at(-1);
  const behind = text.slice(last?.end ?? 0);
  const comment = behind.replaceAll(/--[^\n]*/g, (line) => " ".repeat(line.length)).search(/\/\*(?:(?!\*\/)[\s\S])*$/);
  const start = comment >= 0 ? (last?.end ?? 0) + comment : isOpen(last, text) ? last?.start : undefined;
  if (start === undefined) return undefined;
  const at = places.at(start, start + 1);
  const what = comment >= 0 ? "the comment that begins here has no end" : "what is quoted here has no end";
  const hint = "What follows is not understood; the engine judges it when the action starts.";
  return { at, told: warning("AMA1601", `${at.file} could not be parsed: ${what}.`, { at, hint }) };
}

function isOpen(token: SqlToken | undefined, text: string): boolean {
  if (!token || (token.literal === undefined && token.quoted !== true)) return false;
  const whole = text.slice(token.start, token.end);
  const quote = whole.slice(0, 1);
  return whole.length < 2 || !whole.endsWith(quote) || endsEscaped(whole, quote);
}

/** `'it''` and `'a\'` end with a quote that is a part of the text. */
function endsEscaped(whole: string, quote: string): boolean {
  const inner = whole.slice(1);
  const pieces = inner.match(quote === "`" ? /``|[\s\S]/g : /\\[\s\S]|''|""|[\s\S]/g) ?? [];
  const last = pieces.at(-1) ?? "";
  return last.length > 1 && last !== "" && (last.startsWith("\\") || last === quote + quote);
}
