/** A part of a SQL text. Comments are left out; numbers, signs and literal texts are marks. */
export interface SqlToken {
  readonly is: "name" | "mark";
  /** Of a back-quoted name what stands between the quotes; `'` for a literal text. */
  readonly text: string;
  readonly quoted?: boolean;
  /** What a literal text says. In double quotes it is a name in some dialects. */
  readonly literal?: { readonly value: string; readonly double: boolean };
  readonly start: number;
  readonly end: number;
}

const comment = String.raw`--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)`;
const text = String.raw`'(?:[^'\\]|''|\\[\s\S])*'?|"(?:[^"\\]|""|\\[\s\S])*"?`;
/** What is put in before the text is run: `${env.inputRootPath}`, `${params.day}`. */
const reference = String.raw`\$\{(?:env|params)\.[^}\n]*\}`;
const name = String.raw`(?:${reference}|[\p{L}_$\0])(?:${reference}|[\p{L}\p{N}_$\0])*`;
const pattern = new RegExp(
  String.raw`(?<skip>\s+|${comment})|(?<text>${text})|${"`"}(?<quoted>(?:[^${"`"}]|${"``"})*)${"`"}?|(?<name>${name})|(?<mark>\d[\w]*|[\s\S])`,
  "gu",
);

export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const { 0: whole, index: start, groups = {} } of sql.matchAll(pattern)) {
    if (groups["skip"] !== undefined) continue;
    const place = { start, end: start + whole.length };
    if (groups["quoted"] !== undefined) {
      tokens.push({ is: "name", text: groups["quoted"].replaceAll("``", "`"), quoted: true, ...place });
    } else if (groups["name"] !== undefined) tokens.push({ is: "name", text: groups["name"], ...place });
    else if (groups["text"] !== undefined) tokens.push({ is: "mark", text: "'", literal: literalOf(whole), ...place });
    else tokens.push({ is: "mark", text: groups["mark"] ?? "", ...place });
  }
  return tokens;
}

function literalOf(whole: string): NonNullable<SqlToken["literal"]> {
  const quote = whole.slice(0, 1);
  const ends = whole.length > 1 && whole.endsWith(quote);
  const inner = ends ? whole.slice(1, -1) : whole.slice(1);
  return { value: inner.replaceAll(quote + quote, quote).replaceAll(/\\(['"\\])/g, "$1"), double: quote === '"' };
}

/** The word or sign at a place, in lower case; empty beyond the ends, and for a quoted name, which is no word. */
export function wordAt(tokens: readonly SqlToken[], at: number): string {
  const token = tokens[at];
  return token === undefined || token.quoted ? "" : token.text.toLowerCase();
}

/** The name at a place, in whichever quotes. */
export function nameTextAt(tokens: readonly SqlToken[], at: number): string | undefined {
  const token = tokens[at];
  if (token?.is === "name") return token.text;
  return token?.literal?.double === true ? token.literal.value : undefined;
}
