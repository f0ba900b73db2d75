import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { withLock } from "../toolchain/lock.ts";
import { type Checkout, type OpenRepoOptions, openRepo } from "./git-open-repo.ts";
import { exportSourceTree, openSourceTree } from "./source-tree.ts";

let place: string;
beforeEach(() => {
  place = temporaryFolder();
});

function write(repo: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(place, repo, path)), { recursive: true });
    writeFileSync(join(place, repo, path), text);
  }
}

function git(repo: string, ...args: string[]): string {
  const identity = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
  return execFileSync("git", [...identity, ...args], {
    cwd: join(place, repo),
    encoding: "utf8",
    stdio: "pipe",
  }).trim();
}

/** A repository with one commit on `main`; its id. */
function commit(repo: string, files: Readonly<Record<string, string>>): string {
  write(repo, files);
  if (!existsSync(join(place, repo, ".git"))) git(repo, "init", "-q", "-b", "main");
  git(repo, "add", "-A");
  git(repo, "commit", "-q", "-m", "x");
  return git(repo, "rev-parse", "HEAD");
}

function open(options: Partial<OpenRepoOptions> = {}) {
  return openRepo({
    cwd: place,
    cacheDir: join(place, "cache"),
    storeDir: join(place, "store"),
    env: { ...process.env, GIT_CONFIG_GLOBAL: "/dev/null" },
    offline: false,
    interactive: false,
    exclusively: withLock,
    ...options,
  });
}

async function opened(options: Partial<OpenRepoOptions> = {}): Promise<Checkout> {
  const result = await open(options);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value;
}

/** Code, message and hint of the first diagnostic, with the test's folder shown as `<place>`. */
async function problem(options: Partial<OpenRepoOptions>): Promise<string> {
  const result = await open(options);
  const [first] = result.diagnostics;
  return `${first?.code} ${first?.message} ${first?.hint ?? ""}`.replaceAll(place, "<place>").trim();
}

const text = (checkout: Checkout, path: string) => Buffer.from(checkout.tree.read(path) ?? []).toString("utf8");
const job = { "maki.yml": "job-name: a\n", "src/a.scala": "1\n" };

test("a clean working tree is its commit, and a changed one is dirty", async () => {
  const id = commit("r", job);
  const clean = await opened({ repo: "r" });
  expect(clean.origin).toEqual({
    repo: join(place, "r"),
    branch: "main",
    commit: id,
    dirty: false,
    digest: clean.tree.digest,
  });
  expect(clean.tree.list("")).toEqual(["maki.yml", "src/a.scala"]);
  write("r", { "src/a.scala": "2\n" });
  const changed = await opened({ repo: "r" });
  expect(changed.origin).toMatchObject({ commit: id, dirty: true });
  expect(text(changed, "src/a.scala")).toBe("2\n");
  expect(changed.tree.digest).not.toBe(clean.tree.digest);
});

test.each([
  ["an untracked file", () => write("r", { "src/b.scala": "1" })],
  ["a removed file", () => rmSync(join(place, "r/src/a.scala"))],
  ["a removed and an added file", () => (rmSync(join(place, "r/src/a.scala")), write("r", { "src/c.scala": "1" }))],
])("%s makes the tree dirty", async (_, change) => {
  commit("r", job);
  change();
  expect((await opened({ repo: "r" })).origin.dirty).toBe(true);
});

test("ignored files and outputs are no sources, but ignored settings and jars are", async () => {
  commit("r", { ...job, ".gitignore": "*.log\n*.jar\nenv/mine.yml\n" });
  write("r", {
    "x.log": "",
    "env/mine.yml": "",
    "deps/a.jar": "",
    "src/b.jar": "",
    "out/_SUCCESS": "",
    "out/part-0": "",
  });
  const { tree } = await opened({ repo: "r" });
  expect(tree.list("")).toEqual([".gitignore", "deps/a.jar", "env/mine.yml", "maki.yml", "src/a.scala"]);
});

test("a clean tree with line ends that git converts is not dirty", async () => {
  commit("r", { ...job, ".gitattributes": "*.scala text eol=crlf\n" });
  rmSync(join(place, "r/src/a.scala"));
  git("r", "checkout", "--", "src/a.scala");
  expect(readFileSync(join(place, "r/src/a.scala"), "utf8")).toBe("1\r\n");
  expect(git("r", "status", "--porcelain")).toBe("");
  expect((await opened({ repo: "r" })).origin.dirty).toBe(false);
});

test("the job is the nearest one upwards, or the one named", async () => {
  commit("r", { ...job, "jobs/orders/maki.yml": "", "jobs/orders/src/o.sql": "" });
  expect((await opened({ cwd: join(place, "r/src") })).baseDir).toBe(join(place, "r"));
  expect((await opened({ cwd: join(place, "r/jobs/orders/src") })).tree.list("")).toEqual(["maki.yml", "src/o.sql"]);
  expect((await opened({ repo: "r//jobs/orders" })).baseDir).toBe(join(place, "r/jobs/orders"));
  expect((await opened({ cwd: join(place, "r/src"), job: "jobs/orders" })).tree.list("src")).toEqual(["src/o.sql"]);
  const url = await opened({ repo: `file://${place}/r//jobs/orders` });
  expect(url.tree.list("")).toEqual(["maki.yml", "src/o.sql"]);
  expect(url.origin.repo).toBe(`file://${place}/r//jobs/orders`);
  expect(await problem({ repo: "r//jobs/ordesr" })).toMatchInlineSnapshot(
    `"AMA1412 There is no maki.yml in the folder jobs/ordesr of <place>/r. Did you mean \`jobs/orders\`?"`,
  );
  expect(await problem({ repo: "r//elsewhere" })).toMatchInlineSnapshot(
    `"AMA1412 There is no maki.yml in the folder elsewhere of <place>/r. Its own job is run without naming a folder. There are jobs in jobs/orders."`,
  );
  expect(await problem({ repo: "r//../x" })).toMatchInlineSnapshot(
    `"AMA1412 The job's folder ../x leads out of the repo."`,
  );
});

test("a folder without git runs too", async () => {
  write("plain", { ...job, "node_modules/x/index.js": "" });
  const { origin, tree } = await opened({ repo: "plain" });
  expect(origin).toEqual({ repo: join(place, "plain"), dirty: true, digest: tree.digest });
  expect(tree.list("")).toEqual(["maki.yml", "src/a.scala"]);
});

test("a branch, tag or commit of a local repo is read from the commit, whatever lies in the working tree", async () => {
  const first = commit("r", job);
  git("r", "tag", "-a", "v1", "-m", "x");
  git("r", "checkout", "-q", "-b", "feature/x");
  const second = commit("r", { "src/a.scala": "2\n" });
  write("r", { "src/a.scala": "3\n" });
  for (const [branch, id, content] of [
    ["main", first, "1\n"],
    ["v1", first, "1\n"],
    [first.slice(0, 7), first, "1\n"],
    ["feature/x", second, "2\n"],
    ["HEAD~1", first, "1\n"],
  ] as const) {
    const checkout = await opened({ repo: "r", branch });
    expect([checkout.origin.commit, checkout.origin.dirty, text(checkout, "src/a.scala")]).toEqual([
      id,
      false,
      content,
    ]);
  }
  expect(await problem({ repo: "r", branch: "featur/x" })).toMatchInlineSnapshot(
    `"AMA1405 <place>/r has no branch, tag or commit \`featur/x\`. Did you mean \`feature/x\`?"`,
  );
});

test("a URL is fetched into the cache, and follows its default branch", async () => {
  const first = commit("r", job);
  const repo = `file://${place}/r`;
  const one = await opened({ repo });
  expect(one.origin).toEqual({ repo, branch: "main", commit: first, dirty: false, digest: one.tree.digest });
  expect(one.baseDir).toBe(place);
  const second = commit("r", { "src/a.scala": "2\n" });
  expect((await opened({ repo })).origin.commit).toBe(second);
  expect((await opened({ repo, branch: first.slice(0, 8) })).origin.commit).toBe(first);
  expect((await opened({ repo, branch: first })).origin.commit).toBe(first);
  expect(await problem({ repo, branch: "mian" })).toMatchInlineSnapshot(
    `"AMA1405 file://<place>/r has no branch, tag or commit \`mian\`. Did you mean \`main\`?"`,
  );
  rmSync(join(place, "r"), { recursive: true });
  expect((await opened({ repo, offline: true })).origin.commit).toBe(second);
  expect((await opened({ repo, offline: true, branch: first.slice(0, 8) })).origin.commit).toBe(first);
  expect(await problem({ repo, offline: true, branch: "x" })).toMatchInlineSnapshot(
    `"AMA1409 \`x\` of file://<place>/r is not in the cache, and AMA_OFFLINE is set. Run it once without AMA_OFFLINE."`,
  );
});

test("a bare repository by its path", async () => {
  const id = commit("r", job);
  git(".", "clone", "-q", "--bare", "r", "r.git");
  const { origin, tree } = await opened({ repo: "r.git" });
  expect(origin).toEqual({ repo: join(place, "r.git"), branch: "main", commit: id, dirty: false, digest: tree.digest });
});

test("a repo's digest does not depend on how it was reached", async () => {
  commit("r", job);
  const digests = await Promise.all(
    [{ repo: "r" }, { repo: "r", branch: "main" }, { repo: `file://${place}/r` }].map(opened),
  );
  expect(new Set(digests.map((checkout) => checkout.tree.digest)).size).toBe(1);
});

test("many at once share one clone", async () => {
  commit("r", job);
  const repo = `file://${place}/r`;
  const all = await Promise.all(Array.from({ length: 6 }, () => opened({ repo })));
  expect(new Set(all.map((checkout) => checkout.tree.digest)).size).toBe(1);
});

test("nothing that a repo brings runs: hooks, filters, fsmonitor, ext addresses", async () => {
  const id = commit("r", { ...job, ".gitattributes": "* filter=evil\n" });
  const evil = join(place, "evil.sh");
  writeFileSync(evil, `#!/bin/sh\ntouch ${place}/ran-$1\ncat\n`);
  chmodSync(evil, 0o755);
  for (const key of ["filter.evil.clean", "filter.evil.smudge", "core.fsmonitor", "core.sshCommand"])
    git("r", "config", key, `${evil} ${key}`);
  write("r", { ".git/hooks/post-checkout": `#!/bin/sh\ntouch ${place}/ran-hook\n`, "src/a.scala": "2\n" });
  chmodSync(join(place, "r/.git/hooks/post-checkout"), 0o755);
  await opened({ repo: "r" });
  await opened({ repo: "r", branch: "main" });
  expect((await opened({ repo: `file://${place}/r` })).origin.commit).toBe(id);
  expect(await problem({ repo: `ext::${evil} x` })).toMatch(/^AMA1415/);
  expect(await problem({ repo: "--upload-pack=x" })).toMatch(/^AMA1415/);
  expect(execFileSync("ls", [place], { encoding: "utf8" })).not.toContain("ran-");
});

test("links are followed inside the repo only", async () => {
  write("r", { ...job, "env/dev/job.yml": "dev", "shared/x.scala": "shared" });
  writeFileSync(join(place, "secret"), "secret");
  symlinkSync("dev", join(place, "r/env/prod"));
  symlinkSync("../shared/x.scala", join(place, "r/src/x.scala"));
  symlinkSync("../../secret", join(place, "r/src/out"));
  symlinkSync("/etc/passwd", join(place, "r/src/passwd"));
  symlinkSync("nowhere", join(place, "r/src/broken"));
  symlinkSync("loop", join(place, "r/src/loop"));
  symlinkSync("..", join(place, "r/src/up"));
  commit("r", {});
  for (const options of [{ repo: "r" }, { repo: "r", branch: "main" }]) {
    const result = await open(options);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    const { tree, origin } = result.value;
    expect(origin.dirty).toBe(false);
    expect(text(result.value, "env/prod/job.yml")).toBe("dev");
    expect(text(result.value, "src/x.scala")).toBe("shared");
    expect(["src/out", "src/passwd", "src/broken", "src/x.scala", "env/prod"].map((path) => tree.kind(path))).toEqual([
      "outside",
      "outside",
      undefined,
      "file",
      "folder",
    ]);
    expect(tree.read("src/out")).toBeUndefined();
    expect(tree.read("src/up/src/a.scala")).toBeDefined();
    expect(result.diagnostics.map((d) => d.message)).toContain(
      "src/broken is a symbolic link to nowhere, which does not exist.",
    );
  }
});

test("submodules, Git LFS pointers and names that are not UTF-8 are warned of", async () => {
  commit("sub", { x: "" });
  const pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:abc\nsize 9\n";
  commit("r", { ...job, "src/data.csv": pointer });
  git("r", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", join(place, "sub"), "lib");
  writeFileSync(Buffer.concat([Buffer.from(join(place, "r/src/")), Buffer.from([0xff, 0x61])]), "");
  commit("r", {});
  for (const options of [{ repo: "r" }, { repo: "r", branch: "main" }]) {
    const result = await open(options);
    expect(result.diagnostics.map((d) => d.code).sort()).toEqual(["AMA1432", "AMA1434", "AMA1436"]);
    expect(result.ok && result.value.tree.list("")).toEqual([".gitmodules", "maki.yml", "src/a.scala", "src/data.csv"]);
  }
});

test("what does not exist is said in a way that helps", async () => {
  write("r", { "jobs/a/maki.yml": "" });
  commit("g", { x: "" });
  mkdirSync(join(place, "none"));
  git(".", "init", "-q", "empty");
  expect([
    await problem({ repo: "missing" }),
    await problem({ repo: "./emtpy" }),
    await problem({ repo: "github.com/acme/jobs" }),
    await problem({ repo: "r" }),
    await problem({ repo: "g" }),
    await problem({ repo: "r", branch: "main" }),
    await problem({ repo: "empty", branch: "main" }),
    await problem({ repo: `file://${place}/none` }),
    await problem({ repo: `file://${place}/empty` }),
    await problem({ repo: "https://bob:hunter2hunter2@127.0.0.1:9/x.git" }),
    await problem({ repo: "g", branch: "main", env: { PATH: "/nonexistent" } }),
  ]).toMatchInlineSnapshot(`
    [
      "AMA1401 The repo <place>/missing does not exist. Name a folder, or a URL that git takes.",
      "AMA1401 The repo <place>/emtpy does not exist. Did you mean \`empty\`?",
      "AMA1401 The repo <place>/github.com/acme/jobs does not exist. A URL has a scheme: https://github.com/acme/jobs",
      "AMA1402 There is no maki.yml in <place>/r. There is a job below it: add --job jobs/a.",
      "AMA1402 There is no maki.yml in <place>/g. Name the folder that has one with --repo, or write one: docs/guide/first-job.md.",
      "AMA1404 <place>/r is not in a git repository, so there is no \`main\` to check out. Leave out --branch to run the folder as it is.",
      "AMA1411 <place>/empty has no commits yet. Commit the job and push it.",
      "AMA1408 There is no git repository at file://<place>/none: '<place>/none' does not appear to be a git repository. Check the address; a server may also say this of a private repository to those it does not know.",
      "AMA1411 file://<place>/empty has no commits yet. Commit the job and push it.",
      "AMA1407 https://127.0.0.1:9/x.git cannot be reached: unable to access 'https://127.0.0.1:9/x.git/': Failed to connect to 127.0.0.1 port 9: Couldn't connect to server. Check the network and HTTPS_PROXY; what has been fetched before runs with AMA_OFFLINE=1.",
      "AMA1403 <place>/g cannot be read at a branch without git. Install git (\`apt-get install git\`, \`brew install git\`) and try again.",
    ]
  `);
});

test("without git on the PATH a working tree still runs, with a warning", async () => {
  commit("r", job);
  const result = await open({ repo: "r", env: { PATH: "/nonexistent" } });
  expect(result).toMatchObject({ ok: true, value: { origin: { dirty: true } }, diagnostics: [{ code: "AMA1435" }] });
});

test("a store that cannot be written is told when the tree is to be kept, not before", async () => {
  write("plain", job);
  writeFileSync(join(place, "file"), "");
  const checkout = await opened({ repo: "plain", storeDir: join(place, "file/store") });
  expect(text(checkout, "src/a.scala")).toBe("1\n");
  expect(checkout.tree.keep()).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1416" }] });
});

test("a cache that cannot be written is an error", async () => {
  commit("r", job);
  writeFileSync(join(place, "file"), "");
  expect(await problem({ repo: `file://${place}/r`, cacheDir: join(place, "file/cache") })).toMatch(
    /^AMA1416 .*<place>\/file\/cache/,
  );
});

test("a kept tree can be opened again, whatever has become of the repo", async () => {
  write("plain", job);
  const { tree } = await opened({ repo: "plain" });
  expect(tree.keep().ok).toBe(true);
  rmSync(join(place, "plain"), { recursive: true });
  const again = openSourceTree(join(place, "store"), tree.digest);
  if (!again.ok) throw new Error("gone");
  expect(again.value.files).toEqual(tree.files);
  exportSourceTree(again.value, join(place, "out"));
  expect(readFileSync(join(place, "out/src/a.scala"), "utf8")).toBe("1\n");
  const kept = again.value.localPath("src/a.scala") ?? "";
  writeFileSync(kept, "damaged");
  expect(openSourceTree(join(place, "store"), tree.digest)).toMatchObject({
    ok: false,
    diagnostics: [{ code: "AMA1417" }],
  });
  expect(openSourceTree(join(place, "store"), "0".repeat(64)).ok).toBe(false);
});

test("a file that changes while keeping its size and modification time is noticed", async () => {
  write("plain", job);
  const past = new Date(Date.now() - 60_000);
  utimesSync(join(place, "plain/src/a.scala"), past, past);
  const before = await opened({ repo: "plain" });
  write("plain", { "src/a.scala": "9\n" });
  utimesSync(join(place, "plain/src/a.scala"), past, past);
  const after = await opened({ repo: "plain" });
  expect([text(before, "src/a.scala"), text(after, "src/a.scala")]).toEqual(["1\n", "9\n"]);
});

test("an aborted signal stops it", async () => {
  commit("r", job);
  const aborted = AbortSignal.abort(new Error("stop"));
  await expect(open({ repo: `file://${place}/r`, signal: aborted })).rejects.toThrow("stop");
});
