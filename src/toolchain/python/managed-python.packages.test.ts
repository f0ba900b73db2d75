import { execFileSync } from "node:child_process";
import { homedir } from "node:os";
import { expect, test } from "vitest";
import { fetchPythonJar } from "../../deps/python/fetch-python.ts";
import { placesOfProcess, resolveFolders } from "../folders.ts";
import { portsIn, scratch } from "../setup.test-support.ts";
import { ensurePython } from "./ensure-python.ts";

/** The jar comes from this user's cache, or from Maven Central. */
async function fetchToCache(jar: Parameters<typeof fetchPythonJar>[0]) {
  const folders = resolveFolders(placesOfProcess({ HOME: homedir(), ...process.env }));
  if (!folders.ok) throw new Error("there is no cache folder");
  return fetchPythonJar(jar, folders.value.cache, { env: process.env });
}

test("where there is no Python, a whole one is installed", { timeout: 120_000 }, async () => {
  using folder = scratch();
  const ports = { ...portsIn(folder.path, { PATH: folder.path }), arch: process.arch };
  expect((await ensurePython({}, ports)).diagnostics.map(({ code }) => code)).toEqual(["AMA1717"]);
  const python = await ensurePython({}, ports, fetchToCache);
  if (!python.ok) throw new Error(JSON.stringify(python.diagnostics));
  expect(python.value).toMatchObject({ version: "3.14.3", origin: "managed" });
  const modules = "ssl, sqlite3, ctypes, lzma, bz2, zlib, multiprocessing, asyncio, decimal, hashlib, venv";
  expect(execFileSync(python.value.executable, ["-c", `import ${modules}; print("all")`], { encoding: "utf8" })).toBe(
    "all\n",
  );
  // It is there now, and serves those who ask for its version; nobody else.
  expect(await ensurePython({ version: "3.14" }, ports)).toEqual(python);
  expect((await ensurePython({ version: "3.12" }, ports, fetchToCache)).ok).toBe(false);
});
