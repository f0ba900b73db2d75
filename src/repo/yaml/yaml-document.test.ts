import { expect, test } from "vitest";
import { Problems } from "../problems.ts";
import { plainValue } from "./plain-value.ts";
import type { TextFile } from "./text-file.ts";
import { readYaml } from "./yaml-document.ts";

function read(content: string | Uint8Array, path = "x.yml") {
  let file: TextFile | undefined;
  const problems = new Problems((at) => file?.line(at.line));
  const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
  const { root, empty } = readYaml(path, bytes, problems, (one) => {
    file = one;
  });
  const said = problems.all().map(({ at, code, message }) => `${at?.line}:${at?.column} ${code} ${message}`);
  return { value: root && plainValue(root), root, empty, said, first: problems.all()[0] };
}

test.each([
  ["a map", "a: 1\nb: [x, 2.5, true, null]\n", { a: 1, b: ["x", 2.5, true, null] }],
  ["CR LF", "a: 1\r\nb:\r\n  - x\r\n", { a: 1, b: ["x"] }],
  ["CR", "a: 1\rb: 2\r", { a: 1, b: 2 }],
  ["a byte order mark", "\uFEFFa: 1\n", { a: 1 }],
  ["no line break at the end", "a: 1", { a: 1 }],
  ["YAML 1.1's truth values as keys", "no: 1\non: 2\n", { no: 1, on: 2 }],
  ["document markers", "---\na: 1\n...\n", { a: 1 }],
  ["the end marker at the end of the file", "---\na: 1\n...", { a: 1 }],
  ["JSON as YAML", '{"a": {"b": [1]}}', { a: { b: [1] } }],
  ["anchors and aliases", "a: &x {b: 1}\nc: *x\n", { a: { b: 1 }, c: { b: 1 } }],
  ["merge keys, own keys first", "a: &x {b: 1, c: 2}\nd: {<<: *x, c: 3}\n", { a: { b: 1, c: 2 }, d: { c: 3, b: 1 } }],
  [
    "a list of merged maps",
    "a: &a {x: 1}\nb: &b {x: 2, y: 2}\nc: {<<: [*a, *b]}\n",
    { a: { x: 1 }, b: { x: 2, y: 2 }, c: { x: 1, y: 2 } },
  ],
  ["a quoted merge key is a key", '"<<": 1\n', { "<<": 1 }],
  ["brackets in a plain text", "master: local[*]\n", { master: "local[*]" }],
  ["numbers as keys", "1.10: x\n", { "1.10": "x" }],
  ["names that every object has", "__proto__: 1\nconstructor: 2\n", JSON.parse('{"__proto__": 1, "constructor": 2}')],
  [
    "long and padded numbers as texts",
    "a: 12345678901234567890\nb: 01234\nc: 0\nd: -5\ne: 1e3\n",
    { a: "12345678901234567890", b: "01234", c: 0, d: -5, e: 1000 },
  ],
  ["what JSON has no number for", "a: .inf\nb: .nan\n", { a: ".inf", b: ".nan" }],
])("reads %s", (_, text, expected) => {
  const { value, said } = read(text);
  expect(said).toEqual([]);
  expect(value).toEqual(expected);
});

test("reads JSON that ends with a CR", () => {
  expect(read('{\r\n"a": 1\r\n}\r', "x.json")).toMatchObject({ value: { a: 1 }, said: [] });
});

test("reads JSON with tabs", () => {
  expect(read('{\n\t"a": {\n\t\t"b": "c\\n"\n\t}\n}\n', "x.json").value).toEqual({ a: { b: "c\n" } });
});

test.each([
  ["a tab", "flow:\n\t- name: x\n", "2:1 AMA1002 A tab is used to indent."],
  [
    "two keys in a line",
    "hello: world: x\n",
    "1:8 AMA1002 A second `key:` stands in one line, or the line after it is indented too far.",
  ],
  [
    "a line too far in",
    "flow:\n  - name: x\n     type: y\n",
    "2:11 AMA1002 A second `key:` stands in one line, or the line after it is indented too far.",
  ],
  [
    "a line too far out",
    "flow:\n  - name: x\n    type: y\n   file: z\n",
    "4:1 AMA1002 An item of a list has no `-`, or its column differs from the line above.",
  ],
  ["an open bracket", "a: [1, 2\nb: 3\n", "2:1 AMA1002 A `[` has no closing `]`."],
  ["an open brace", "a: {b: 2\n", "2:1 AMA1002 A `{` has no closing `}`."],
  ["an open quote", 'a: "x\nb: 3\n', "3:1 AMA1002 A text in quotes has no end."],
  ["a reserved character", "a: @x\n", "1:4 AMA1002 A text cannot start with this character."],
  ["two documents", "a: 1\n---\nb: 2\n", "2:1 AMA1010 `x.yml` holds more than one document."],
  ["a key twice", "a: 1\nb: 2\na: 3\n", "3:1 AMA1007 The key `a` occurs twice in one map."],
  ["an unknown alias", "only: *.net\n", "1:7 AMA1011 `*.net` repeats a value that no `&.net` marks."],
  ["an alias of itself", "a: &x [*x]\n", "1:8 AMA1011 `*x` stands inside the value that it repeats."],
  ["a foreign tag", "a: !!python/object:x 1\n", "1:22 AMA1014 The tag `!!python/object:x` has no meaning here."],
  ["a list as key", "? [a]\n: b\n", "1:3 AMA1015 A key must be a text."],
  ["YAML 1.1's truth values", "a: yes\nb: 'no'\n", "1:4 AMA1008 `yes` is a text, not a truth value."],
  ["a file of many megabytes", `a: ${"x".repeat(5_000_000)}`, "AMA1019 `x.yml` has more than 4 MB."],
  ["many brackets", `a: ${"[".repeat(100_000)}`, "AMA1002 Lists or maps are nested too deeply."],
  [
    "many levels",
    `a: ${"[".repeat(150)}${"]".repeat(150)}`,
    "AMA1011 The file is nested too deeply, or its aliases stand for too many values.",
  ],
  ["a merge of no map", "<<: 1\n", "1:5 AMA1004 `<<` takes a map, or a list of maps."],
])("says what is wrong with %s", (_, text, expected) => {
  const { said } = read(text);
  expect(said).toHaveLength(1);
  expect(said[0]).toContain(expected);
});

test("stops at aliases that stand for millions of values", () => {
  const levels = [
    "a: &a [x, x, x, x, x, x, x, x, x, x]",
    ..."bcdefgh".split("").map((name, i) => `${name}: &${name} [${Array(10).fill(`*${"abcdefgh"[i]}`).join(", ")}]`),
  ];
  const { said } = read(`${levels.join("\n")}\n`);
  expect(said).toEqual(["5:36 AMA1011 The file is nested too deeply, or its aliases stand for too many values."]);
});

test.each([
  ["cut in a text", '{\n\t"a": "b', '2:8 AMA1002 The file ends in the middle: the `"` of line 2 has no `"`.'],
  [
    "cut after a comma",
    '{\n  "a": {\n    "b": 1,\n',
    "3:11 AMA1002 The file ends in the middle: the `{` of line 2 has no `}`.",
  ],
  ["cut in a list", '{"a": [1, 2', "1:11 AMA1002 The file ends in the middle: the `[` of line 1 has no `]`."],
  ["cut after a colon", '{"a":', "1:5 AMA1002 The file ends in the middle: the `{` of line 1 has no `}`."],
  ["a comma too many", '{"a": 1,}', "1:9 AMA1002 This is not valid JSON."],
  ["a comma too few", '{"a": 1 "b": 2}', "1:9 AMA1002 This is not valid JSON."],
  ["a comment", '{"a": 1 // one\n}', "1:9 AMA1002 This is not valid JSON."],
  ["two values", "{} {}", "1:4 AMA1002 This is not valid JSON."],
  ["a key twice", '{"a": 1, "a": 2}', "1:10 AMA1007 The key `a` occurs twice in one map."],
])("says what is wrong with JSON: %s", (_, text, expected) => {
  expect(read(text, "x.json").said).toEqual([expected]);
});

test.each([
  ["nothing", "", "x.yml"],
  ["comments only", "# hello\n---\n", "x.yml"],
  ["white space", "  \r\n", "x.json"],
])("a file of %s is empty, which is for its reader to judge", (_, text, path) => {
  const { value, empty, said } = read(text, path);
  expect([value, empty, said]).toEqual([undefined, true, []]);
});

test("names the bracket that a cut file left open", () => {
  const { first } = read('{\n  "a": {\n    "b": 1,\n', "x.json");
  expect(first?.related).toEqual([
    { message: "opened here", at: { file: "x.json", line: 2, column: 8, endColumn: 9 } },
  ]);
});

test("refuses bytes that are no UTF-8", () => {
  expect(read(new Uint8Array([0x61, 0x3a, 0x20, 0xff])).said).toEqual(["1:1 AMA1012 `x.yml` is not UTF-8 text."]);
});

test("keeps places, source lines and the text of numbers", () => {
  const { root } = read("a:\r\n  b: 1.10\r\n");
  const inner = root?.kind === "map" ? root.entries.get("a")?.value : undefined;
  const entry = inner?.kind === "map" ? inner.entries.get("b") : undefined;
  expect(entry?.keyAt).toEqual({ file: "x.yml", line: 2, column: 3, endColumn: 4 });
  expect(entry?.value).toEqual({
    kind: "scalar",
    value: 1.1,
    text: "1.10",
    at: { file: "x.yml", line: 2, column: 6, endColumn: 10 },
  });
});

test("a place in a file with a byte order mark counts without it", () => {
  expect(read("\uFEFFa: @x\n").said[0]).toContain("1:4 ");
});
