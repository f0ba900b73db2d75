import type { Span } from "../script/code.ts";

/** A name that a script publishes, or a place where it publishes under one that does not show. */
export type ExportedName = Span & ({ readonly is: "name"; readonly name: string } | { readonly is: "unknown" });

const heredoc = /^[^\n]*<<-?[ \t]*(["'\\]?)(\w+)\1[^\n]*\n([\s\S]*?)^[ \t]*\2[ \t]*$/my;
const appends = />>\s*["']?\$\{?AMA_EXPORTS\}?["']?|\btee\s+-a\s+["']?\$\{?AMA_EXPORTS\}?["']?/g;
const said = /\b(?:echo|printf)\s+(?:-\w+\s+)*["']?\s*([^\s"'=$%`]*)(=?)/g;

/** The names of the lines `NAME=path` that a script appends to the file that `$AMA_EXPORTS` names. */
export function exportedNames(code: string): ExportedName[] {
  const understood = new Set<number>();
  const found = [...code.matchAll(appends)].flatMap(({ 0: whole, index }) => {
    understood.add(index + whole.indexOf("AMA_EXPORTS"));
    return namesBefore(code, index) ?? [{ is: "unknown" as const, start: index, end: index + whole.length }];
  });
  const others = [...code.matchAll(/AMA_EXPORTS/g)].filter(({ index }) => !understood.has(index));
  return [...found, ...others.map(({ index }) => ({ is: "unknown" as const, start: index, end: index + 11 }))];
}

/** No command that is understood is longer than this. */
const longest = 2000;

function namesBefore(code: string, index: number): ExportedName[] | undefined {
  const lineStart = Math.max(code.lastIndexOf("\n", index) + 1, index - longest);
  heredoc.lastIndex = lineStart;
  const document = heredoc.exec(code);
  if (document) return inDocument(document, lineStart);
  const before = code.slice(lineStart, index).trimEnd();
  if (/[})]$/.test(before)) return inGroup(code, lineStart + before.length - 1);
  const isPiped = before.endsWith("|");
  const command = Math.max(...[";", "&&", "||", " do ", " then "].map((sign) => endOf(before, sign)), 0);
  return saidIn(code, lineStart + (isPiped ? 0 : command), index);
}

function endOf(text: string, sign: string): number {
  const at = text.lastIndexOf(sign);
  return at < 0 ? 0 : at + sign.length;
}

/** `cat >> "$AMA_EXPORTS" <<END` and its lines. */
function inDocument(document: RegExpExecArray, lineStart: number): ExportedName[] {
  const [whole, , end = "", body = ""] = document;
  const bodyStart = lineStart + whole.lastIndexOf(body, whole.length - end.length);
  return [...body.matchAll(/^[^\S\n]*(\S[^\n]*)$/gm)].map(({ 1: line = "", 0: all, index }) => {
    const start = bodyStart + index + all.indexOf(line);
    const [, name] = /^([^\s=$`]+)\s*=/.exec(line) ?? [];
    if (name === undefined) return { is: "unknown", start, end: start + line.length };
    return { is: "name", name, start, end: start + name.length };
  });
}

/** `{ echo a=x; echo b=y; } >> "$AMA_EXPORTS"`. */
function inGroup(code: string, close: number): ExportedName[] | undefined {
  const open = code.lastIndexOf(code[close] === "}" ? "{" : "(", close);
  // `${x}` is no group.
  return open < 0 || code[open - 1] === "$" ? undefined : saidIn(code, open, close);
}

/** What `echo` and `printf` say in a part of the script; undefined where something else writes there. */
function saidIn(code: string, from: number, to: number): ExportedName[] | undefined {
  const names = [...code.slice(from, to).matchAll(said)].map(
    ({ 0: whole, 1: name = "", 2: equals, index }): ExportedName => {
      const end = from + index + whole.length - (equals?.length ?? 0);
      const start = end - name.length;
      return name !== "" && equals === "=" ? { is: "name", name, start, end } : { is: "unknown", start, end };
    },
  );
  return names.length > 0 ? names : undefined;
}
