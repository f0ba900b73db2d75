import { expect, test } from "vitest";
import type { SourceFiles } from "../../model/source-files.ts";
import { readPythonYml } from "./read-python-yml.ts";
import { readRequirements } from "./read-requirements.ts";

function repo(texts: Readonly<Record<string, string>>): SourceFiles {
  const files = new Map(Object.entries(texts));
  return {
    list: (folder) => [...files.keys()].filter((path) => path.startsWith(`${folder}/`)).sort(),
    read: (path) => (files.has(path) ? new TextEncoder().encode(files.get(path)) : undefined),
    kind: (path) => (files.has(path) ? "file" : undefined),
  };
}

function read(texts: Readonly<Record<string, string>>) {
  return readRequirements("deps/requirements.txt", repo(texts));
}

test("requirements keep their lines, through comments, continuations and included files", () => {
  const result = read({
    "deps/requirements.txt": [
      "# what we need",
      "",
      "six  # everywhere",
      "Python_DateUtil>=2.8, \\",
      '   <3 ; python_version < "3.14"',
      "-r more/others.txt",
      "uvicorn[standard] ~= 0.30",
      "thing @ https://example.com/thing-1.0.zip#sha256=0",
    ].join("\n"),
    "deps/more/others.txt": "-c ../limits.txt\r\niniconfig\r\n",
    "deps/limits.txt": "iniconfig<3\n",
  });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(result.diagnostics).toEqual([]);
  expect(result.value.requirements.map(({ name, at, constraint }) => [name, at?.file, at?.line, constraint])).toEqual([
    ["six", "deps/requirements.txt", 3, false],
    ["python-dateutil", "deps/requirements.txt", 4, false],
    ["iniconfig", "deps/limits.txt", 1, true],
    ["iniconfig", "deps/more/others.txt", 2, false],
    ["uvicorn", "deps/requirements.txt", 7, false],
    ["thing", "deps/requirements.txt", 8, false],
  ]);
  expect(result.value.requirements[1]?.text).toMatch(/^Python_DateUtil>=2\.8,\s+<3 ; python_version < "3.14"$/);
});

test("all that cannot be used is told at once, each at its line", () => {
  const text = "foo bar\n-e .\n./thing\nthing.whl\n-r gone.txt\n==3\nsix=>1\nsix >== 1\n";
  const result = read({ "deps/requirements.txt": text, "deps/thing.whl": "" });
  expect(result.ok).toBe(false);
  expect(result.diagnostics.map(({ code, at, message }) => `${code} ${at?.line} ${message}`)).toEqual([
    "AMA1540 1 `foo bar` is no requirement.",
    "AMA1540 2 `-e .` asks for a folder of sources, which are not installed from a repo.",
    "AMA1540 3 `./thing` asks for a folder of sources, which are not installed from a repo.",
    "AMA1540 4 deps/thing.whl cannot be installed: its name is not that of a wheel.",
    "AMA1540 5 There is no file deps/gone.txt.",
    "AMA1540 6 `==3` is no requirement.",
    "AMA1540 7 `six=>1` is no requirement.",
    "AMA1540 8 `six >== 1` is no requirement.",
  ]);
});

test("files that include each other are read once", () => {
  const result = read({ "deps/requirements.txt": "-r a.txt\nsix\n", "deps/a.txt": "-r requirements.txt\nattrs\n" });
  expect(result.ok && result.value.requirements.map(({ name }) => name)).toEqual(["attrs", "six"]);
});

test("python.yml of 0.2 names files and packages", () => {
  const text =
    "filePaths: [requirements.txt]\npackages:\n  - {packageId: attrs, version: 1.10, channel: forge}\n  - index: x\n";
  const files = repo({ "deps/requirements.txt": "six\n" });
  const result = readPythonYml("deps/python.yml", text.replace("  - index: x\n", ""), files);
  expect(result.ok && result.value.requirements.map((one) => one.text)).toEqual(["attrs==1.10", "six"]);
  expect(result.diagnostics.map(({ code, at }) => [code, at?.line])).toEqual([["AMA1541", 3]]);
  expect(readPythonYml("deps/python.yml", text, files).diagnostics.map(({ at }) => at?.line)).toEqual([3, 4]);
});
