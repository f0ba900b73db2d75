import { expect, test } from "vitest";
import { parseTemplate } from "./template.ts";

const shown = (text: string, legacy: boolean) =>
  parseTemplate(text, legacy).map((part) => {
    if (typeof part === "string") return part;
    return `<${part.valid ? "" : "!"}${part.name}${part.fallback === undefined ? "" : ` or ${part.fallback}`}>`;
  });

test.each([
  ["plain", ["plain"]],
  ["", []],
  ["${A}", ["<A>"]],
  ["x${A}y${B}", ["x", "<A>", "y", "<B>"]],
  ["${A:-b c}", ["<A or b c>"]],
  ["${A:-}", ["<A or >"]],
  ["${A:-${B}}", ["<A or ${B}>"]],
  ["${params.run-date}", ["<params.run-date>"]],
  ["${env.configuration.err-msg}", ["<env.configuration.err-msg>"]],
  ["${secret:db/password}", ["<secret:db/password>"]],
  ["$${A}", ["${A}"]],
  ["a$$b", ["a$b"]],
  ["$5 or $", ["$5 or $"]],
  ["${A", ["<!A>"]],
  ["${}", ["<!>"]],
  ["${a b}", ["<!a b>"]],
  ["${secret:}", ["<!secret:>"]],
])("%s", (text, expected) => {
  expect(shown(text, false)).toEqual(expected);
});

test("texts of 0.1 and 0.2 knew no escape", () => {
  expect(shown("pa$$word", true)).toEqual(["pa$$word"]);
  expect(shown("$${A}", true)).toEqual(["${A}"]);
});
