/** A statement of an R script, without comments; line breaks within it are kept. */
export interface RStatement {
  readonly text: string;
  /** Counts from 1. */
  readonly line: number;
}

const opening = "([{";
const closing = ")]}";

/** Splits a script at line ends and semicolons that are in no bracket and no string. */
export function rStatements(script: string): readonly RStatement[] {
  const statements: RStatement[] = [];
  let [text, start, line, depth] = ["", 1, 1, 0];
  for (const token of tokensOf(script)) {
    if (text.trim() === "") start = line;
    if (opening.includes(token)) depth++;
    else if (closing.includes(token)) depth--;
    const isEnd = (token === "\n" || token === ";") && depth <= 0;
    if (isEnd && text.trim() !== "") statements.push({ text: text.trim(), line: start });
    text = isEnd ? "" : text + (token.startsWith("#") ? "" : token);
    line += token.split("\n").length - 1;
  }
  return text.trim() === "" ? statements : [...statements, { text: text.trim(), line: start }];
}

/** Strings and comments as one token each, all else by characters. */
function tokensOf(text: string): readonly string[] {
  return text.match(/"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?|#[^\n]*|./gs) ?? [];
}

/** A call within a statement: the function's name without its package, and the text between the brackets. */
export interface RCall {
  readonly name: string;
  readonly args: string;
}

/** All calls of functions, also those within the arguments of others. */
export function callsIn(text: string): readonly RCall[] {
  return [...text.matchAll(/([A-Za-z.][\w.]*)\s*\(/g)].map((match) => {
    const rest = text.slice(match.index + match[0].length);
    return { name: match[1] ?? "", args: partsOf(rest, () => false)[0] ?? "" };
  });
}

export interface RArgument {
  readonly name?: string;
  readonly value: string;
}

/** The arguments of a call, with their names where they have one. */
export function argumentsOf(args: string): readonly RArgument[] {
  return partsOf(args, (token) => token === ",").flatMap((part) => {
    const [, name, value] = /^\s*(?:([A-Za-z.][\w.]*|"[^"]*")\s*=(?!=))?\s*(.*?)\s*$/s.exec(part) ?? [];
    if (!value) return [];
    return [name === undefined ? { value } : { name: name.replaceAll('"', ""), value }];
  });
}

/** A text up to the bracket that closes it, split where `splits` says so outside of inner brackets. */
function partsOf(text: string, splits: (token: string) => boolean): readonly string[] {
  const parts = [""];
  let depth = 0;
  for (const token of tokensOf(text)) {
    if (opening.includes(token)) depth++;
    else if (closing.includes(token) && depth-- === 0) break;
    if (depth === 0 && splits(token)) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${token}`);
  }
  return parts;
}

/** The string literals of a text. */
export function stringsIn(text: string): readonly string[] {
  return tokensOf(text).flatMap((token) => (/^["']/.test(token) ? [token.slice(1, -1)] : []));
}
