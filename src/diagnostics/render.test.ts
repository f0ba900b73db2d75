import { expect, test } from "vitest";
import type { Diagnostic } from "../model/diagnostic.ts";
import { diagnosticsAsGithub } from "./github.ts";
import { diagnosticsAsJson } from "./json.ts";
import { renderDiagnostic, renderDiagnostics } from "./render.ts";
import { diagnosticsAsSarif } from "./sarif.ts";

const slip: Diagnostic = {
  code: "AMA1103",
  severity: "error",
  message: "`spark-skala` is no runner type.",
  at: { file: "my jobs/maki.yml", line: 8, column: 13, endColumn: 24 },
  sourceLine: "      type: spark-skala",
  hint: "Did you mean `spark-scala`?",
};
const bare: Diagnostic = { code: "AMA1001", severity: "warning", message: "100% sure:\nno maki.yml." };
const plain = { colour: false, columns: 80 };

test("underlines the place in its source line", () => {
  expect(renderDiagnostic(slip, plain)).toBe(`my jobs/maki.yml:8:13: error AMA1103: \`spark-skala\` is no runner type.
  8 │       type: spark-skala
    │             ^^^^^^^^^^^
  Did you mean \`spark-scala\`?
`);
});

test("counts several, and separates them", () => {
  expect(renderDiagnostics([slip, bare, bare], plain).split("\n").slice(4)).toEqual([
    "",
    "warning AMA1001: 100% sure:",
    "no maki.yml.",
    "",
    "warning AMA1001: 100% sure:",
    "no maki.yml.",
    "",
    "1 error, 2 warnings",
    "",
  ]);
  expect(renderDiagnostics([], plain)).toBe("");
});

test("colours place, severity and marks only", () => {
  const [first, , marks] = renderDiagnostic(slip, { colour: true, columns: 80 }).split("\n");
  expect(first).toBe(
    "\u001b[1mmy jobs/maki.yml:8:13: \u001b[22m\u001b[31merror AMA1103\u001b[39m: `spark-skala` is no runner type.",
  );
  expect(marks).toBe("    \u001b[2m│\u001b[22m             \u001b[31m^^^^^^^^^^^\u001b[39m");
});

test("fits a terminal", () => {
  const at = { file: "f", line: 1, column: 101, endColumn: 102 };
  const lines = renderDiagnostic(
    { ...bare, at, sourceLine: `${"a".repeat(100)}X${"b".repeat(100)}` },
    { colour: false, columns: 30 },
  );
  expect(lines.split("\n").slice(2, 4)).toEqual([`  1 │ …${"a".repeat(8)}X${"b".repeat(13)}…`, "    │          ^"]);
});

test("names related places", () => {
  const related = [{ message: "the first one", at: { file: "f", line: 2, column: 3 } }];
  expect(renderDiagnostic({ ...bare, message: "Twice.", related }, plain)).toBe(
    "warning AMA1001: Twice.\n  f:2:3: the first one\n",
  );
});

test("GitHub's commands escape what separates", () => {
  expect(diagnosticsAsGithub([{ ...slip, at: { file: "a,b:c", line: 1, column: 2 } }, bare])).toBe(
    "::error file=a%2Cb%3Ac,line=1,col=2,title=AMA1103::`spark-skala` is no runner type. Did you mean `spark-scala`?\n" +
      "::warning title=AMA1001::100%25 sure:%0Ano maki.yml.\n",
  );
});

test("SARIF has a rule per code and a region per place", () => {
  expect(diagnosticsAsSarif([slip, bare], "1.2.3")).toMatchObject({
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            version: "1.2.3",
            rules: [{ id: "AMA1001" }, { id: "AMA1103", shortDescription: { text: "An unknown runner type" } }],
          },
        },
        results: [
          {
            ruleId: "AMA1103",
            ruleIndex: 1,
            level: "error",
            locations: [
              {
                physicalLocation: {
                  artifactLocation: { uri: "my%20jobs/maki.yml" },
                  region: { startLine: 8, startColumn: 13, endColumn: 24 },
                },
              },
            ],
          },
          { ruleId: "AMA1001", level: "warning" },
        ],
      },
    ],
  });
});

test("JSON says whether the repo is valid", () => {
  expect(diagnosticsAsJson([bare])).toEqual({ schema: 1, valid: true, diagnostics: [bare] });
  expect(diagnosticsAsJson([bare, slip]).valid).toBe(false);
});
