import { HOLE } from "../constant.ts";

const simple: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  "\n": "",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** What stands between the quotes of a text, with its escapes resolved; an escape by a name is unknown. */
export function unescaped(content: string, prefix: string): string {
  const braces = /f|t/i.test(prefix) ? content.replaceAll("{{", "{").replaceAll("}}", "}") : content;
  if (/r/i.test(prefix)) return braces;
  return braces.replaceAll(
    /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{1,3})|N\{[^}]*\}|(\r?[\s\S]))/g,
    unescape,
  );
}

function unescape(whole: string, ...groups: readonly (string | undefined)[]): string {
  const [x, u, long, octal, other] = groups;
  const hexadecimal = x ?? u ?? long;
  if (hexadecimal !== undefined) return ofCode(Number.parseInt(hexadecimal, 16));
  if (octal !== undefined) return ofCode(Number.parseInt(octal, 8));
  if (other === undefined) return HOLE;
  return simple[other.replace("\r", "")] ?? whole;
}

function ofCode(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : HOLE;
}
