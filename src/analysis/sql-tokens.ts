/** A part of a SQL text. Comments and literal texts are left out, numbers and signs are marks. */
export interface SqlToken {
  readonly is: "name" | "mark";
  /** Of a back-quoted name what stands between the quotes. */
  readonly text: string;
  readonly quoted?: boolean;
  readonly start: number;
  readonly end: number;
}

const pattern =
  /(?<skip>\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$))|(?<text>'(?:[^'\\]|\\[\s\S])*'?|"(?:[^"\\]|\\[\s\S])*"?)|`(?<quoted>(?:[^`]|``)*)`|(?<name>[\p{L}_$\0][\p{L}\p{N}_$\0]*)|(?<mark>\d[\w]*|[\s\S])/gu;

export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const { 0: whole, index: start, groups = {} } of sql.matchAll(pattern)) {
    if (groups["skip"] !== undefined) continue;
    const place = { start, end: start + whole.length };
    if (groups["quoted"] !== undefined) {
      tokens.push({ is: "name", text: groups["quoted"].replaceAll("``", "`"), quoted: true, ...place });
    } else if (groups["name"] !== undefined) tokens.push({ is: "name", text: groups["name"], ...place });
    else tokens.push({ is: "mark", text: groups["mark"] ?? "'", ...place });
  }
  return tokens;
}

/** The word or sign at a place, in lower case; empty beyond the ends, and for a quoted name, which is no word. */
export function wordAt(tokens: readonly SqlToken[], at: number): string {
  const token = tokens[at];
  return token === undefined || token.quoted ? "" : token.text.toLowerCase();
}
