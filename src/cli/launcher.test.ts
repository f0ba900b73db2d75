import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";

const launcher = join(import.meta.dirname, "../../ama");
const usualPath = `${process.env["PATH"]}`;

interface Checkout extends Disposable {
  readonly folder: string;
  readonly root: string;
  /** How often npm was asked to install. */
  readonly installs: () => number;
  readonly env: NodeJS.ProcessEnv;
}

/** A checkout with the launcher, a program that prints its arguments, and an npm that takes its time. */
function checkout(npm = "sleep 0.3"): Checkout {
  const folder = mkdtempSync(join(tmpdir(), "ama launcher-"));
  const root = join(folder, "a checkout");
  const bin = join(folder, "bin");
  for (const path of [join(root, "src/cli"), bin]) mkdirSync(path, { recursive: true });
  copyFileSync(launcher, join(root, "ama"));
  writeFileSync(join(root, "src/cli/main.ts"), "console.log(JSON.stringify(process.argv.slice(2)));\n");
  writeFileSync(join(root, "package.json"), "{}");
  writeFileSync(join(root, "package-lock.json"), "{}");
  writeFileSync(
    join(bin, "npm"),
    `#!/bin/sh
[ "$1" = --version ] && { echo 11.0.0; exit; }
echo "$@" >> ${JSON.stringify(join(folder, "installs"))}
${npm}
mkdir -p node_modules/.bin && ln -s ${JSON.stringify(process.execPath)} node_modules/.bin/node && echo '{}' > node_modules/.package-lock.json
`,
  );
  chmodSync(join(bin, "npm"), 0o755);
  const log = join(folder, "installs");
  return {
    folder,
    root,
    installs: () => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n").length : 0),
    env: { PATH: `${bin}:${usualPath}`, HOME: folder },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function start(program: string, { env }: Checkout, args: readonly string[] = ["x"]) {
  const { status, stdout, stderr } = spawnSync(program, args, { env, encoding: "utf8", cwd: tmpdir() });
  return { status, stdout, stderr };
}

function leftovers(root: string): string[] {
  return readdirSync(root).filter((name) => name.startsWith(".ama"));
}

test("the first start installs, the second goes straight to the program", () => {
  using repo = checkout();
  const first = start(join(repo.root, "ama"), repo, ["run", "a b", "--x=*"]);
  expect(first).toMatchObject({ status: 0, stdout: '["run","a b","--x=*"]\n' });
  expect(first.stderr).toContain("first start");
  expect(start(join(repo.root, "ama"), repo)).toEqual({ status: 0, stdout: '["x"]\n', stderr: "" });
  expect(repo.installs()).toBe(1);
  expect(leftovers(repo.root)).toEqual([]);
});

test("it works through links to links", () => {
  using repo = checkout();
  symlinkSync("a checkout/ama", join(repo.folder, "one"));
  symlinkSync(join(repo.folder, "one"), join(repo.folder, "bin", "ama"));
  expect(start(join(repo.folder, "bin", "ama"), repo)).toMatchObject({ status: 0, stdout: '["x"]\n' });
});

test("a changed lock file is installed anew", () => {
  using repo = checkout();
  start(join(repo.root, "ama"), repo);
  const later = Date.now() / 1000 + 10;
  utimesSync(join(repo.root, "package-lock.json"), later, later);
  expect(start(join(repo.root, "ama"), repo)).toMatchObject({ status: 0, stdout: '["x"]\n' });
  expect(repo.installs()).toBe(2);
});

test("of two starts at once one installs, the other waits and says so", async () => {
  using repo = checkout();
  const run = () => outcome(spawn(join(repo.root, "ama"), ["x"], { env: repo.env }));
  const outcomes = await Promise.all([run(), run()]);
  expect(outcomes.map(({ stdout }) => stdout)).toEqual(['["x"]\n', '["x"]\n']);
  expect(outcomes.filter(({ stderr }) => stderr.includes("waiting for it"))).toHaveLength(1);
  expect(repo.installs()).toBe(1);
});

test("a start that was killed in the middle is taken over at once", async () => {
  using repo = checkout("sleep 1");
  const child = spawn(join(repo.root, "ama"), ["x"], { env: repo.env, stdio: "ignore" });
  while (repo.installs() === 0) await sleep(20);
  child.kill("SIGKILL");
  await sleep(50);
  expect(start(join(repo.root, "ama"), repo)).toMatchObject({ status: 0, stdout: '["x"]\n' });
  expect(leftovers(repo.root)).toEqual([]);
});

test("an interrupted start leaves nothing behind", async () => {
  using repo = checkout("exec sleep 5");
  const child = spawn(join(repo.root, "ama"), ["x"], { env: repo.env });
  const ended = outcome(child);
  while (repo.installs() === 0) await sleep(20);
  child.kill("SIGINT");
  expect((await ended).code).toBe(130);
  expect(leftovers(repo.root)).toEqual([]);
  expect(existsSync(join(repo.root, "node_modules"))).toBe(false);
});

test.each([
  ["is missing", "", "npm is missing", {}],
  ["fails", "exit 1", "npm could not fetch", {}],
  ["has nothing in its cache, offline", "exit 1", "AMA_OFFLINE is set", { AMA_OFFLINE: "1" }],
])("an npm that %s is said in plain words, with code 3", (_, npm, message, extra) => {
  using repo = checkout(npm === "" ? undefined : npm);
  if (npm === "") rmSync(join(repo.folder, "bin", "npm"));
  // The tools of the shell without the machine's own npm.
  const tools = join(repo.folder, "tools");
  mkdirSync(tools);
  for (const tool of ["mkdir", "rm", "mv", "cp", "cat", "uname", "find", "sleep", "touch", "ln", "sh"])
    symlinkSync(spawnSync("sh", ["-c", `command -v ${tool}`], { encoding: "utf8" }).stdout.trim(), join(tools, tool));
  const env = { ...repo.env, PATH: `${join(repo.folder, "bin")}:${tools}`, ...extra };
  const { status, stderr } = start(join(repo.root, "ama"), { ...repo, env });
  expect(stderr).toContain(message);
  expect(status).toBe(3);
  expect(leftovers(repo.root)).toEqual([]);
});

test("a bundle needs no libraries when a good Node is on the PATH", () => {
  using repo = checkout();
  rmSync(join(repo.root, "src"), { recursive: true });
  mkdirSync(join(repo.root, "dist"));
  writeFileSync(join(repo.root, "dist/ama.mjs"), "console.log('bundle');\n");
  symlinkSync(process.execPath, join(repo.folder, "bin", "node"));
  expect(start(join(repo.root, "ama"), repo)).toEqual({ status: 0, stdout: "bundle\n", stderr: "" });
  expect(repo.installs()).toBe(0);
});

test("what starts Node fast is not handed down to what a job starts", () => {
  using repo = checkout();
  for (const name of ["main", "bundled-program", "bundle-file", "file-stats", "make-bundle"])
    copyFileSync(join(import.meta.dirname, `${name}.ts`), join(repo.root, `src/cli/${name}.ts`));
  writeFileSync(join(repo.root, "package.json"), '{"version": "1.2.3"}');
  writeFileSync(
    join(repo.root, "src/cli/run.ts"),
    `export const run = () => {
      console.log(process.env.NODE_COMPILE_CACHE, process.env.AMA_CODE_CACHE);
      process.exitCode = 7;
    };`,
  );
  expect(start(join(repo.root, "ama"), repo, ["--version"])).toMatchObject({ stdout: "ama 1.2.3\n" });
  expect(start(join(repo.root, "ama"), repo)).toMatchObject({ stdout: "undefined undefined\n", status: 7 });
  const own = { ...repo, env: { ...repo.env, NODE_COMPILE_CACHE: join(repo.folder, "mine") } };
  expect(start(join(repo.root, "ama"), own).stdout).toBe(`${join(repo.folder, "mine")} undefined\n`);
});

function outcome(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => void (stdout += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => void (stderr += chunk.toString()));
  return new Promise((resolve) => {
    child.once("close", (code) => resolve({ code, stdout, stderr }));
  });
}
