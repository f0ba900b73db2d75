import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { withLock } from "../toolchain/lock.ts";
import { openRepo } from "./git-open-repo.ts";

const credentials = "bob:p@ss/word-1234";
let place: string;
let server: Server;
let address: string;
/** What the server was asked, with the credentials that came along. */
let asked: string[];

/** A web server of plain files, which is all that git's oldest transport needs. */
beforeEach(async () => {
  place = mkdtempSync(join(tmpdir(), "clone-"));
  asked = [];
  const git = (folder: string, ...args: string[]) =>
    execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], { cwd: join(place, folder) });
  mkdirSync(join(place, "r/src"), { recursive: true });
  writeFileSync(join(place, "r/maki.yml"), "job-name: a\n");
  git("r", "init", "-q", "-b", "main");
  git("r", "add", "-A");
  git("r", "commit", "-q", "-m", "x");
  git(".", "clone", "-q", "--bare", "r", "private.git");
  git("private.git", "update-server-info");
  server = createServer((request, response) => {
    const auth = Buffer.from(request.headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
    asked.push(`${request.url} ${auth}`);
    if (auth !== credentials) {
      response.writeHead(401, { "WWW-Authenticate": 'Basic realm="x"' }).end();
      return;
    }
    try {
      response.end(readFileSync(join(place, new URL(request.url ?? "", "http://x").pathname)));
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const bound = server.address();
  address = `127.0.0.1:${typeof bound === "object" ? bound?.port : ""}`;
});
afterEach(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(place, { recursive: true, force: true });
});

function open(repo: string, more: { progress?: (line: string) => void } = {}) {
  const folders = { cwd: place, cacheDir: join(place, "cache"), storeDir: join(place, "store") };
  // HOME is unset: nothing of the machine's own configuration plays a part.
  const env = { PATH: process.env["PATH"], no_proxy: "127.0.0.1" };
  return openRepo({ repo, ...folders, env, offline: false, interactive: false, exclusively: withLock, ...more });
}

const inUrl = encodeURIComponent("p@ss/word-1234");

test("the credentials of a URL reach the server and nothing else, over a server that can only serve files", async () => {
  const result = await open(`http://bob:${inUrl}@${address}/private.git`);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  expect(asked.at(-1)).toContain(credentials);
  expect(result.value.tree.list("")).toEqual(["maki.yml"]);
  expect(result.value.origin.repo).toBe(`http://${address}/private.git`);
  result.value.tree.keep();
  const kept = spawnSync("grep", ["-rlaE", "p@ss|p%40ss|bob", "cache", "store"], { cwd: place, encoding: "utf8" });
  expect(kept).toMatchObject({ status: 1, stdout: "" });
});

test("refused credentials and missing repositories are told apart, without the password", async () => {
  const refused = await open(`http://bob:wrong-password@${address}/private.git`);
  expect(refused.diagnostics.map((d) => d.code)).toEqual(["AMA1406"]);
  expect(JSON.stringify(refused)).not.toMatch(/wrong-password|bob/);
  const anonymous = await open(`http://${address}/private.git`);
  expect(anonymous.diagnostics.map((d) => d.code)).toEqual(["AMA1406"]);
  const missing = await open(`http://bob:${inUrl}@${address}/other.git`);
  expect(missing.diagnostics.map((d) => d.code)).toEqual(["AMA1408"]);
});

test("without a network the commit that was fetched last is used, with a warning", async () => {
  const url = `http://bob:${inUrl}@${address}/private.git`;
  const before = await open(url);
  await new Promise((resolve) => server.close(resolve));
  const after = await open(url);
  server.listen(0);
  expect(after).toMatchObject({ ok: true, diagnostics: [{ code: "AMA1430" }] });
  expect(after.ok && before.ok && after.value.origin).toEqual(before.ok && before.value.origin);
});

test("a fetch waits, and says so, while another process fetches the same", async () => {
  const url = `http://bob:${inUrl}@${address}/private.git`;
  await open(url);
  const [clone = ""] = readdirSync(join(place, "cache/git"));
  const before = asked.length;
  const told: string[] = [];
  const release = Promise.withResolvers<void>();
  const held = withLock(join(place, "cache/locks", `git-${clone}`), {}, () => release.promise);
  const opening = open(url, { progress: (line) => void told.push(line) });
  await vi.waitUntil(() => told.length > 0, { timeout: 10_000 });
  expect([told, asked.length]).toEqual([
    [`waiting for another process that fetches http://${address}/private.git`],
    before,
  ]);
  release.resolve();
  await held;
  expect((await opening).ok).toBe(true);
});

test("a clone that a crash has left damaged is made anew", async () => {
  const url = `http://bob:${inUrl}@${address}/private.git`;
  await open(url);
  const [clone = ""] = execFileSync("ls", [join(place, "cache/git")], { encoding: "utf8" }).split("\n");
  const folder = join(place, "cache/git", clone);
  for (const pack of readdirSync(join(folder, "objects"))) rmSync(join(folder, "objects", pack), { recursive: true });
  writeFileSync(join(folder, "shallow.lock"), "");
  writeFileSync(join(folder, "config"), "[core\n");
  expect((await open(url)).ok).toBe(true);
});
