import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runProcess } from "../../toolchain/run-process.ts";
import { fetchNpmRunner } from "./npm-runner.ts";

const folder = mkdtempSync(join(tmpdir(), "ama-npm-"));
const at = { file: "maki.yml", line: 2, column: 1 };
const archives = new Map<string, Buffer>();
let registry = "";
const asked: string[] = [];

const server = createServer((request, response) => {
  asked.push(request.url ?? "");
  const archive = archives.get((request.url ?? "").replace("/archive/", ""));
  if (archive !== undefined) return response.end(archive);
  if (request.url === "/@acme%2fama-x") return response.end(JSON.stringify(packument()));
  response.writeHead(404, { "content-type": "application/json" }).end("{}");
});

beforeAll(async () => {
  for (const version of ["1.2.0", "1.3.0"]) archives.set(version, pack(version));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  registry = `http://127.0.0.1:${typeof address === "object" ? address?.port : 0}`;
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A package with a script that must not run. */
function pack(version: string): Buffer {
  const source = join(folder, `source-${version}`);
  mkdirSync(source);
  const scripts = { install: `echo ran > ${join(folder, "ran")}` };
  writeFileSync(join(source, "package.json"), JSON.stringify({ name: "@acme/ama-x", version, scripts }));
  writeFileSync(join(source, "runner.yml"), `name: x\nversion: ${version}\n`);
  const name = execFileSync("npm", ["pack", "--silent"], { cwd: source, encoding: "utf8" }).trim();
  return readFileSync(join(source, name));
}

function packument() {
  const versions = [...archives].map(([version, archive]) => {
    const integrity = `sha512-${createHash("sha512").update(archive).digest("base64")}`;
    return [version, { name: "@acme/ama-x", version, dist: { tarball: `${registry}/archive/${version}`, integrity } }];
  });
  return { name: "@acme/ama-x", "dist-tags": { latest: "1.3.0" }, versions: Object.fromEntries(versions) };
}

function npm(args: readonly string[], cwd: string) {
  const settings = {
    npm_config_registry: registry,
    npm_config_cache: join(folder, "cache"),
    npm_config_userconfig: "/dev/null",
  };
  return runProcess("npm", args, { cwd, env: { ...process.env, ...settings } });
}

test("a package is fetched once, at the version that fits, and none of its scripts runs", async () => {
  const store = join(folder, "store");
  const fetched = await fetchNpmRunner(store, "@acme/ama-x@~1.2", at, npm);
  expect(fetched).toMatchObject({
    ok: true,
    value: { version: "1.2.0", sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  expect(fetched.ok && readFileSync(join(fetched.value.folder, "runner.yml"), "utf8")).toBe(
    "name: x\nversion: 1.2.0\n",
  );
  expect(() => readFileSync(join(folder, "ran"))).toThrow("ENOENT");
  const before = asked.length;
  expect(await fetchNpmRunner(store, "@acme/ama-x@~1.2", at, npm)).toEqual(fetched);
  expect(asked.length).toBe(before);
});

test("other content has another digest", async () => {
  const store = join(folder, "changed");
  const first = await fetchNpmRunner(store, "@acme/ama-x@1.3.0", at, npm);
  if (!first.ok) throw new Error("it was not fetched");
  writeFileSync(join(first.value.folder, "runner.yml"), "name: y\n");
  const again = await fetchNpmRunner(store, "@acme/ama-x@1.3.0", at, npm);
  expect(again.ok && again.value.sha256).not.toBe(first.value.sha256);
});

test("a package that is not there is told in npm's words", async () => {
  const missing = await fetchNpmRunner(join(folder, "missing"), "@acme/other@1", at, npm);
  expect(missing).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1581", at }] });
  expect(missing.diagnostics[0]?.message).toMatch(/^The runner npm:@acme\/other@1 cannot be fetched: 404 Not Found/);
});

test("without npm that is what is said", async () => {
  const none = async () => ({ code: 127, output: "spawn npm ENOENT" });
  const missing = await fetchNpmRunner(join(folder, "none"), "@acme/ama-x", at, none);
  expect(missing.diagnostics[0]?.message).toBe(
    "The runner npm:@acme/ama-x cannot be fetched: npm is not on this machine.",
  );
});
