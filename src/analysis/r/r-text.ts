import { HOLE } from "../constant.ts";

const simple: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
};

/** The text that a literal stands for, raw ones such as `r"(…)"` too. */
export function rText(literal: string): string {
  const raw = /^[rR](["'])(-*)[([{]([\s\S]*)[)\]}]\2\1$/.exec(literal);
  if (raw) return raw[3] ?? "";
  return literal.slice(1, -1).replaceAll(/\\(?:x([\da-fA-F]{1,2})|[uU]\{?([\da-fA-F]{1,8})\}?|([\s\S]))/g, unescape);
}

function unescape(_: string, x: string | undefined, u: string | undefined, other: string | undefined): string {
  if (other !== undefined) return simple[other] ?? other;
  const code = Number.parseInt(x ?? u ?? "", 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : HOLE;
}
