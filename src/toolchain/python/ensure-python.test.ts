import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { portsIn, scratch } from "../setup.test-support.ts";
import { ensurePython } from "./ensure-python.ts";

/** A script that answers as an interpreter of the version would, and counts its starts. */
function fakePython(path: string, version: string, tag = "cpython"): string {
  const minor = version.split(".").slice(0, 2).join("");
  const answer = JSON.stringify([path, version, `${tag}-${minor}-linux-x86_64`]);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\necho >> '${path}.starts'\necho '${answer}'\n`);
  chmodSync(path, 0o755);
  return path;
}

function startsOf(path: string): number {
  return readFileSync(`${path}.starts`, "utf8").length;
}

test("the first supported one of the PATH is taken, and those before it are told of", async () => {
  using folder = scratch();
  const old = fakePython(join(folder.path, "a/python3"), "3.8.1");
  const good = fakePython(join(folder.path, "b/python3.12"), "3.12.4");
  const PATH = ["a", "b"].map((name) => join(folder.path, name)).join(":");
  const found = await ensurePython({}, portsIn(folder.path, { PATH }));
  expect(found.ok && found.value).toMatchObject({ executable: good, version: "3.12.4", origin: "ambient" });
  expect(found.diagnostics.map((d) => d.message)).toEqual([
    `${old} is passed over: it is Python 3.8.1, and supported is 3.10 to 3.14.`,
  ]);
});

test("an interpreter is started once, until it changes", async () => {
  using folder = scratch();
  const path = fakePython(join(folder.path, "bin/python3"), "3.11.2");
  const ports = portsIn(folder.path, { PATH: dirname(path) });
  for (const _ of [1, 2, 3]) expect((await ensurePython({}, ports)).ok).toBe(true);
  expect(startsOf(path)).toBe(1);
  fakePython(path, "3.11.9");
  const again = await ensurePython({}, ports);
  expect(again.ok && again.value.version).toBe("3.11.9");
});

test("a shim is asked again when its choice may have changed", async () => {
  using folder = scratch();
  const path = fakePython(join(folder.path, "bin/python3"), "3.11.2");
  const PATH = dirname(path);
  await ensurePython({}, portsIn(folder.path, { PATH }));
  await ensurePython({}, portsIn(folder.path, { PATH, PYENV_VERSION: "3.11.2" }));
  expect(startsOf(path)).toBe(2);
});

test("PYSPARK_PYTHON comes before the PATH, and the environment's own before all", async () => {
  using folder = scratch();
  const [named, onPath, own] = ["named/python", "path/python3", "own/bin/python3"].map((name) =>
    fakePython(join(folder.path, name), "3.10.1"),
  );
  const ports = portsIn(folder.path, { PATH: dirname(onPath ?? ""), PYSPARK_PYTHON: named });
  const ambient = await ensurePython({}, ports);
  expect(ambient.ok && ambient.value.executable).toBe(named);
  for (const home of ["own", "own/bin", "own/bin/python3"]) {
    const chosen = await ensurePython({ home: join(folder.path, home) }, ports);
    expect(chosen.ok && chosen.value).toMatchObject({ executable: own, origin: "environment" });
  }
});

test("an environment's Python that is not what it says is an error", async () => {
  using folder = scratch();
  fakePython(join(folder.path, "own/bin/python3"), "3.10.1");
  const ports = portsIn(folder.path);
  const other = await ensurePython({ home: join(folder.path, "own"), version: "3.12" }, ports);
  expect(other.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["AMA1716", expect.stringMatching(/cannot be used: it is Python 3\.10\.1, and the environment asks for 3\.12\.$/)],
  ]);
  const none = await ensurePython({ home: join(folder.path, "gone") }, ports);
  expect(none.diagnostics[0]?.message).toMatch(/there is no Python in it that starts\.$/);
  const old = await ensurePython({ version: "3.9" }, ports);
  expect(old.diagnostics.map(({ code, message, hint }) => `${code} ${message} ${hint}`)).toEqual([
    "AMA1716 The environment asks for Python 3.9, which is not supported. Let `python: {version}` be one of 3.10 to 3.14, or leave it out.",
  ]);
});

test("PyPy, an interpreter without its lock, and one that does not start are no Pythons for workers", async () => {
  using folder = scratch();
  const path = join(folder.path, "bin/python3");
  const ports = portsIn(folder.path, { PATH: dirname(path) });
  for (const [tag, reason] of [
    ["pypy310", "it is no CPython but pypy310"],
    ["cpython-313t", "it is built without the interpreter lock, which Spark's workers need"],
  ] as const) {
    fakePython(path, "3.13.0", tag);
    const found = await ensurePython({}, ports);
    expect(found.diagnostics.map((d) => d.code)).toEqual(["AMA1711", "AMA1717"]);
    expect(found.diagnostics[0]?.message).toBe(`${path} is passed over: ${reason}.`);
  }
  writeFileSync(path, "#!/bin/sh\nexit 3\n");
  expect((await ensurePython({}, ports)).diagnostics[0]?.message).toBe(`${path} is passed over: it does not start.`);
});

test("the Python of this machine is found for real", async () => {
  using folder = scratch();
  const found = await ensurePython({}, portsIn(folder.path, process.env));
  expect(found.ok && found.value.platform).toMatch(/^cpython-3\d+-(linux|macosx)/);
});
