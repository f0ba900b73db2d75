import { describe, expect, test } from "vitest";
import { placesOutside } from "./damaged-fixture.ts";
import { analyseShell } from "./shell.ts";
import { testLargeSources, toldBy } from "./told-by.test-support.ts";

const { analyse } = toldBy(analyseShell, "src/a.sh");
const variables = (source: string) =>
  (analyse(source).variables ?? []).map(
    ({ name, at, optional }) => `${name} at ${at.line}:${at.column}${optional ? " or without" : ""}`,
  );
const names = (source: string) => analyse(source).defines.map(({ name, at }) => `${name} at ${at.line}:${at.column}`);

describe("datasets that are read", () => {
  test.each([
    ["wc -l $AMA_DATASET_START_ODD", ["START_ODD at 1:8"]],
    ['set -e\ncat "${AMA_DATASET_START_ODD}"/*.csv', ["START_ODD at 2:8"]],
    [
      "x=${AMA_DATASET_A_B:-none} y=${AMA_DATASET_C_D-} z=${AMA_DATASET_E_F%/}",
      ["A_B at 1:5 or without", "C_D at 1:32 or without", "E_F at 1:54"],
    ],
    [`python3 -c 'import os; print(os.environ["AMA_DATASET_A_B"])'`, ["A_B at 1:42"]],
    ["cat <<'END'\n$AMA_DATASET_A_B # no comment\nEND", ["A_B at 2:2"]],
    ['echo "# $AMA_DATASET_A_B" # $AMA_DATASET_C_D', ["A_B at 1:10"]],
    ["# $AMA_DATASET_A_B\necho $# $AMA_DATASET_C_D", ["C_D at 2:10"]],
    ["AMA_DATASET_A_B=x ./run", []],
    ["echo $AMA_DATASETS $MY_AMA", []],
  ])("%s", (source, expected) => expect(variables(source)).toEqual(expected));

  test.each([
    "env | grep AMA_DATASET",
    'v=AMA_DATASET_$name; echo "${!v}"',
    'v="AMA_DATASET_START_${name}"',
    "for v in ${!AMA_DATASET_*}; do echo $v; done",
    'eval "$command"',
    "set -e\n. ./common.sh",
    "if true; then source x; fi",
  ])("%s may read anything", (source) => {
    expect(analyse(source).computedReads).toHaveLength(1);
    expect(variables(source)).toEqual([]);
  });

  test.each(["echo eval this", "cp a.b . && ls .", "evaluate x; sourcecode y"])("%s does not", (source) =>
    expect(analyse(source)).toMatchObject({ computedReads: [], open: [] }),
  );
});

describe("names that are defined", () => {
  test.each([
    ['echo "clean=$out" >> "$AMA_EXPORTS"', ["clean at 1:7"]],
    ["echo clean=/data >>$AMA_EXPORTS; echo other=$x >> ${AMA_EXPORTS}", ["clean at 1:6", "other at 1:39"]],
    [`printf 'clean=%s\\n' "$out" >> "$AMA_EXPORTS"`, ["clean at 1:9"]],
    ['cat >> "$AMA_EXPORTS" <<END\na=$x\n  b = y\nEND\necho c=d', ["a at 2:1", "b at 3:3"]],
    ['{\n  echo "a=$x"\n  echo b=$y\n} >> "$AMA_EXPORTS"', ["a at 2:9", "b at 3:8"]],
    ['echo "a=$x" | tee -a "$AMA_EXPORTS"', ["a at 1:7"]],
    ['test -f x && echo "high-no=$x" >> "$AMA_EXPORTS"', ["high-no at 1:20"]],
    ["# echo a=b >> $AMA_EXPORTS", []],
    ["echo a=b >> other", []],
  ])("%s", (source, expected) => {
    expect(names(source)).toEqual(expected);
    expect(analyse(source).open).toEqual([]);
  });

  test.each([
    'echo "$name=$out" >> "$AMA_EXPORTS"',
    `printf '%s=%s\\n' a b >> "$AMA_EXPORTS"`,
    'make_lines >> "$AMA_EXPORTS"',
    'echo "$lines" > "$AMA_EXPORTS"',
    'cp lines "$AMA_EXPORTS"',
    'cat >> "$AMA_EXPORTS" <<END\n$name=x\nEND',
    "./other.sh x",
    "bash other",
    "set -e\npython3 main.py",
    "exec /opt/tool/run",
  ])("%s may define others", (source) => expect(analyse(source).open).toHaveLength(1));

  test("programs of the system know nothing of datasets", () => {
    expect(analyse("/usr/bin/sort x | /bin/grep y\ncurl http://x/y.sh; hadoop fs -put a b").open).toEqual([]);
  });
});

test("whatever a script holds, it is analysed, and every place lies in it", () => {
  const source = `#!/bin/bash
set -euo pipefail # as usual
out="$AMA_WORKING_DIR/x"; sort < "\${AMA_DATASET_START_ODD:-none}" > "$out"
cat >> "$AMA_EXPORTS" <<-'END'
	a=b
END
{ echo "clean=$out"; printf 'b=%s\\n' 'c'; } >> "$AMA_EXPORTS"
for v in \${!AMA_DATASET_*}; do . ./common.sh; done
`;
  expect(placesOutside(analyseShell, source, 400)).toEqual([]);
  expect(analyseShell("src/a", source).defines.map(({ name }) => name)).toEqual(["a", "clean", "b"]);
});

testLargeSources(analyse, [
  ["lines", 'echo "a=$AMA_DATASET_A_B" >> "$AMA_EXPORTS"\n'.repeat(20_000)],
  ["one line", 'echo "a=$AMA_DATASET_A_B" >> "$AMA_EXPORTS"; '.repeat(5_000)],
  ["documents", 'cat >> "$AMA_EXPORTS" <<END\n'.repeat(5_000)],
  ["groups", "{ ".repeat(100_000)],
  ["quotes", "'#\"".repeat(300_000)],
]);

test("line ends of Windows are told where a shell would stumble over them", () => {
  const told = (source: string) =>
    analyseShell("src/a.sh", source).diagnostics.map(({ code, at }) => `${code} at ${at?.line}:${at?.column}`);
  expect(told("echo a\necho b\r\nfi\r\n")).toEqual(["AMA1626 at 2:7"]);
  expect(told("#!/usr/bin/env bash\r\necho")).toEqual(["AMA1626 at 1:20"]);
  expect(told("#!/usr/bin/perl\r\nprint 1;\r\n")).toEqual([]);
  expect(told("printf 'a\rb\n'\n")).toEqual([]);
});
