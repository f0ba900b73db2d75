import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import type { PythonEnvironment } from "../../model/python-packages.ts";
import type { Result } from "../../model/result.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { placesOfProcess, resolveFolders } from "../../toolchain/folders.ts";
import { install } from "../../toolchain/install.ts";
import { withLock } from "../../toolchain/lock.ts";
import { ensurePython } from "../../toolchain/python/ensure-python.ts";
import { type PackageIndex, startPackageIndex, testWheel } from "../../toolchain/python/package-index.test-support.ts";
import { ensureUv, installableUv } from "../../toolchain/python/uv.ts";
import { runProcess } from "../../toolchain/run-process.ts";
import { portsIn, scratch } from "../../toolchain/setup.test-support.ts";
import { managedUvs } from "../../toolchain/supported.ts";
import { ensurePythonEnvironment } from "./ensure-environment.ts";
import { wheelsIn } from "./local-wheels.ts";
import type { PythonEnvironmentRequest, PythonPorts } from "./python-request.ts";
import { readRequirements } from "./read-requirements.ts";
import { mergeRequirements, type PythonUse, runtimeRequirements } from "./runtime-requirements.ts";

// These start the real uv, from this user's cache, against an index on loopback; one of them the real index.

interface Bench {
  readonly folder: string;
  /** Writes a file of the repo. */
  readonly write: (path: string, content: string | Uint8Array) => void;
  readonly ensure: (how?: How) => Promise<Result<PythonEnvironment>>;
  /** How often a program was started. */
  readonly starts: () => number;
  readonly lock: () => string;
}

interface How {
  readonly env?: Readonly<Record<string, string>>;
  readonly uses?: readonly PythonUse[];
  readonly request?: Partial<PythonEnvironmentRequest>;
  readonly ports?: Partial<PythonPorts>;
}

/** A repo and a cache in a folder; packages come from the index. */
function benchIn(folder: string, index?: Pick<PackageIndex, "url">): Bench {
  let starts = 0;
  const repo = join(folder, "repo");
  const repoFile = join(repo, "deps/requirements.lock");
  return {
    folder,
    write(path, content) {
      mkdirSync(dirname(join(repo, path)), { recursive: true });
      writeFileSync(join(repo, path), content);
    },
    async ensure({ env = {}, uses = [], request = {}, ports = {} } = {}) {
      const toolchain = portsIn(folder, { HOME: folder, ...(index ? { PIP_INDEX_URL: index.url } : {}), ...env });
      const python = await ensurePython({}, { ...toolchain, env: process.env });
      if (!python.ok) throw new Error("these tests need a Python");
      const files = filesOf(repo);
      const read = readRequirements("deps/requirements.txt", files);
      if (!read.ok) return read;
      const wheels = wheelsIn("deps", files).flatMap(({ wheel }) => (wheel.ok ? [wheel.value] : []));
      const declared = mergeRequirements(read.value, { requirements: [], wheels }, runtimeRequirements(uses));
      const { cache } = toolchain.folders;
      return ensurePythonEnvironment(
        {
          python: python.value,
          requirements: declared,
          cacheFolder: cache,
          lock: { repoFile, keepInRepo: true },
          ...request,
        },
        {
          uv: async () => {
            const uv = await ensureUv({
              ...toolchain,
              folders: { ...toolchain.folders, readOnlyCaches: [await uvCache()] },
            });
            return uv;
          },
          runProcess: (...args) => {
            starts += 1;
            return runProcess(...args);
          },
          exclusively: (file, action) => withLock(file, {}, action),
          ...ports,
        },
      );
    },
    starts: () => starts,
    lock: () => readFileSync(repoFile, "utf8"),
  };
}

/** This user's cache, with uv in it. */
async function uvCache(): Promise<string> {
  const folders = resolveFolders(placesOfProcess({ HOME: homedir(), ...process.env }));
  const uv = managedUvs.find(({ platform }) => platform === `${process.platform}-${process.arch}`);
  if (!folders.ok || uv === undefined) throw new Error("there is no uv for this machine");
  const ports = { ...portsIn(folders.value.cache), folders: folders.value, env: process.env };
  const installed = await install(installableUv(uv), { ...ports, progress: () => undefined });
  if (!installed.ok) throw new Error(JSON.stringify(installed.diagnostics));
  return folders.value.cache;
}

function filesOf(repo: string): SourceFiles {
  return {
    list: (folder) =>
      existsSync(join(repo, folder)) ? readdirSync(join(repo, folder)).map((name) => `${folder}/${name}`) : [],
    read: (path) => (existsSync(join(repo, path)) ? readFileSync(join(repo, path)) : undefined),
    kind: (path) => (existsSync(join(repo, path)) ? "file" : undefined),
  };
}

function run(environment: Result<PythonEnvironment>, program: string): string {
  if (!environment.ok) throw new Error(JSON.stringify(environment.diagnostics));
  return execFileSync(environment.value.executable, ["-c", program], { encoding: "utf8" }).trim();
}

function siteOf(environment: Result<PythonEnvironment>): string {
  if (!environment.ok) throw new Error(JSON.stringify(environment.diagnostics));
  const lib = join(environment.value.folder ?? "", "lib");
  return join(lib, readdirSync(lib)[0] ?? "", "site-packages");
}

test("packages and what they need are installed once, locked, and then cost nothing", async () => {
  using folder = scratch();
  await using index = await startPackageIndex(testWheel("basket", "1.2", ["apple>=2"]), testWheel("apple", "2.0"));
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "basket\n");
  const first = await bench.ensure();
  expect(run(first, "import basket, apple; print(basket.version, apple.version)")).toBe("1.2 2.0");
  expect(first.ok && first.value.packages).toEqual([
    { name: "apple", version: "2.0" },
    { name: "basket", version: "1.2" },
  ]);
  expect(JSON.parse(bench.lock())).toMatchObject({
    sets: [
      {
        label: "deps/requirements.txt",
        packages: [
          { name: "apple", version: "2.0", declared: false, askedBy: ["basket"], sha256: [expect.any(String)] },
          { name: "basket", version: "1.2", declared: true, askedBy: [] },
        ],
      },
    ],
  });
  const [starts, requests] = [bench.starts(), index.requests.length];
  const started = performance.now();
  const again = await bench.ensure({ ports: { uv: () => Promise.reject(new Error("uv is not needed")) } });
  expect(performance.now() - started).toBeLessThan(100);
  expect(again).toEqual(first);
  expect([bench.starts(), index.requests.length]).toEqual([starts, requests]);
});

test("without requirements it is the bare interpreter", async () => {
  using folder = scratch();
  const bench = benchIn(folder.path);
  const bare = await bench.ensure({ ports: { uv: () => Promise.reject(new Error("uv is not needed")) } });
  expect(bare.ok && [bare.value.folder, bare.value.packages]).toEqual([undefined, []]);
  expect(run(bare, "print(1)")).toBe("1");
});

test("the lock decides, and a new requirement leaves the others as they are", async () => {
  using folder = scratch();
  await using index = await startPackageIndex(testWheel("apple", "2.0"), testWheel("pear", "1.0"));
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "apple\n");
  await bench.ensure();
  index.wheels.push(testWheel("apple", "3.0"));
  rmSync(join(folder.path, "cache"), { recursive: true });
  expect(run(await bench.ensure(), "import apple; print(apple.version)")).toBe("2.0");
  bench.write("deps/requirements.txt", "apple\npear\n");
  expect(run(await bench.ensure(), "import apple, pear; print(apple.version, pear.version)")).toBe("2.0 1.0");
  const updated = await bench.ensure({ request: { update: true } });
  expect(run(updated, "import apple; print(apple.version)")).toBe("3.0");
});

test("two starts at once make one environment", async () => {
  using folder = scratch();
  await using index = await startPackageIndex(testWheel("apple", "2.0"));
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "apple\n");
  await bench.ensure();
  rmSync(join(folder.path, "cache/python/environments"), { recursive: true });
  const before = bench.starts();
  const [one, other] = await Promise.all([bench.ensure(), bench.ensure()]);
  expect(one).toEqual(other);
  expect(bench.starts() - before).toBe(2); // `uv venv` and `uv pip sync`, once each.
});

test("an environment broken off in the middle is made again", async () => {
  using folder = scratch();
  await using index = await startPackageIndex(testWheel("apple", "2.0"));
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "apple\n");
  index.pauseMs = 60_000;
  const stop = new AbortController();
  const onProgress = () => setTimeout(() => stop.abort(), 1000);
  await expect(bench.ensure({ ports: { signal: stop.signal, onProgress } })).rejects.toThrow(/abort/);
  index.pauseMs = 0;
  expect(run(await bench.ensure(), "import apple; print(apple.version)")).toBe("2.0");
  const leftOver = readdirSync(join(folder.path, "cache/python/environments")).filter((name) =>
    name.endsWith("partial"),
  );
  expect(leftOver).toEqual([]);
});

test("a damaged environment is noticed and made again", async () => {
  using folder = scratch();
  const nested = { "pear/__init__.py": "", "pear/deep/__init__.py": "x = 1\n", "pear/deep/more.py": "y = 2\n" };
  await using index = await startPackageIndex(testWheel("apple", "2.0"), testWheel("pear", "1.0", [], nested));
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "apple\npear\n");
  const site = siteOf(await bench.ensure());
  const damages: readonly (readonly [string, () => void])[] = [
    ["pear/deep/more.py is not as it was", () => rmSync(join(site, "pear/deep/more.py"))],
    ["apple.py is not as it was", () => writeFileSync(join(site, "apple.py"), 'version = "9.9"\n')],
    ["other packages are in it", () => mkdirSync(join(site, "stranger-1.0.dist-info"))],
    ["its packages are gone", () => rmSync(join(dirname(site), "../../lib"), { recursive: true })],
  ];
  for (const [why, damage] of damages) {
    damage();
    const mended = await bench.ensure();
    expect(mended.diagnostics.map(({ code, message }) => [code, message])).toEqual([
      ["AMA1550", expect.stringContaining(`(${why})`)],
    ]);
    expect(run(mended, "import apple, pear.deep.more; print(apple.version)")).toBe("2.0");
    expect((await bench.ensure()).diagnostics).toEqual([]);
  }
  // Changed in place, deep inside: no folder tells, but the content is looked at once a week.
  writeFileSync(join(site, "pear/deep/more.py"), "y = 3\n");
  expect((await bench.ensure()).diagnostics).toEqual([]);
  const nextWeek = await bench.ensure({ ports: { now: () => Date.now() + 8 * 24 * 3600 * 1000 } });
  expect(nextWeek.diagnostics.map(({ code }) => code)).toEqual(["AMA1550"]);
});

test("offline, what was installed before is there, and what was not is told", async () => {
  using folder = scratch();
  await using index = await startPackageIndex(testWheel("apple", "2.0"));
  const bench = benchIn(folder.path, index);
  const offline = { env: { AMA_OFFLINE: "1" } };
  bench.write("deps/requirements.txt", "# fruit\napple\n");
  const nothing = await bench.ensure(offline);
  expect(nothing.diagnostics.map(({ code, at }) => [code, at?.line])).toEqual([["AMA1546", 2]]);
  await bench.ensure();
  expect(run(await bench.ensure(offline), "import apple; print(apple.version)")).toBe("2.0");
  // The environment is gone, but uv's own cache has its packages.
  rmSync(join(folder.path, "cache/python/environments"), { recursive: true });
  expect(run(await bench.ensure(offline), "import apple; print(apple.version)")).toBe("2.0");
});

test("unknown packages and conflicts are told with their lines, and nothing is installed", async () => {
  using folder = scratch();
  const wheels = [testWheel("basket", "1.0", ["apple<2"]), testWheel("apple", "1.5"), testWheel("apple", "2.0")];
  await using index = await startPackageIndex(...wheels, testWheel("pandas", "3.0.0"), testWheel("pandas", "2.3.0"));
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "apple\nappel>1\n");
  const unknown = await bench.ensure();
  expect(unknown.diagnostics).toMatchObject([
    { code: "AMA1543", message: "No package index has appel.", at: { file: "deps/requirements.txt", line: 2 } },
  ]);
  bench.write("deps/requirements.txt", "basket\n\napple>=2\n");
  const conflict = await bench.ensure();
  expect(conflict.diagnostics).toMatchObject([
    { code: "AMA1544", message: expect.stringContaining("apple<2"), at: { line: 1 }, related: [{ at: { line: 3 } }] },
  ]);
  bench.write("deps/requirements.txt", "apple==7\n");
  expect((await bench.ensure()).diagnostics).toMatchObject([
    {
      code: "AMA1544",
      message: expect.stringContaining("there is no version of apple==7"),
      at: { line: 1 },
      hint: "Ask for a version that there is, or name the index that has it.",
    },
  ]);
  bench.write("deps/requirements.txt", "pandas==3.0.0\n");
  expect((await bench.ensure({ uses: ["pandas"] })).diagnostics).toMatchObject([
    { code: "AMA1544", at: { line: 1 }, hint: expect.stringContaining("themselves need `pandas>=2.2,<3`") },
  ]);
  expect(existsSync(join(folder.path, "cache/python/environments"))).toBe(false);
});

test("an index that cannot be reached, or wants a login, is told; netrc and pip.conf are heeded", async () => {
  using folder = scratch();
  await using index = await startPackageIndex(testWheel("apple", "2.0"));
  const bench = benchIn(folder.path);
  bench.write("deps/requirements.txt", "apple\n");
  const gone = await bench.ensure({ env: { PIP_INDEX_URL: "http://user:secret@127.0.0.1:9/simple" } });
  expect(gone.diagnostics.map(({ code }) => code)).toEqual(["AMA1548"]);
  expect(JSON.stringify(gone.diagnostics)).not.toContain("secret");
  index.login = "reader:word";
  const pipConf = join(folder.path, "pip.conf");
  writeFileSync(pipConf, `[global]\nindex-url = ${index.url}\n`);
  const env = { PIP_CONFIG_FILE: pipConf };
  expect((await bench.ensure({ env })).diagnostics).toMatchObject([
    { code: "AMA1548", message: `${index.url} could not be fetched: it answers 401 Unauthorized.` },
  ]);
  writeFileSync(join(folder.path, ".netrc"), "machine 127.0.0.1 login reader password word\n", { mode: 0o600 });
  expect(run(await bench.ensure({ env }), "import apple; print(apple.version)")).toBe("2.0");
  expect(bench.lock()).not.toMatch(/127\.0\.0\.1|word/);
});

test("a package that is not the one that was locked is not installed", async () => {
  using folder = scratch();
  const right = testWheel("apple", "2.0");
  await using index = await startPackageIndex(right);
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "apple\n");
  await bench.ensure();
  rmSync(join(folder.path, "cache"), { recursive: true });
  index.changed.set(right.file, testWheel("apple", "2.0", [], { "apple.py": "import evil\n" }).content);
  const other = await bench.ensure();
  expect(other.diagnostics.map(({ code }) => code)).toEqual(["AMA1547"]);
});

test("wheels of the repo are installed without an index, and anew when they change", async () => {
  using folder = scratch();
  const bench = benchIn(folder.path, { url: "http://127.0.0.1:9/simple" });
  bench.write("deps/apple-2.0-py3-none-any.whl", testWheel("apple", "2.0").content);
  expect(run(await bench.ensure(), "import apple; print(apple.version)")).toBe("2.0");
  expect(JSON.parse(bench.lock())).toMatchObject({
    sets: [{ packages: [{ name: "apple", wheel: "deps/apple-2.0-py3-none-any.whl" }] }],
  });
  bench.write(
    "deps/apple-2.0-py3-none-any.whl",
    testWheel("apple", "2.0", [], { "apple.py": "version = 'mine'" }).content,
  );
  expect(run(await bench.ensure(), "import apple; print(apple.version)")).toBe("mine");
  bench.write("deps/apple-3.0-py3-none-any.whl", testWheel("apple", "3.0").content);
  expect((await bench.ensure()).diagnostics.map(({ code }) => code)).toEqual(["AMA1542"]);
});

test("pyspark and py4j are left to Spark, whoever asks for them", async () => {
  using folder = scratch();
  const wheels = [
    testWheel("lake", "1.0", ["pyspark>=4"]),
    testWheel("pyspark", "4.2.0", ["py4j"]),
    testWheel("py4j", "1.0"),
  ];
  await using index = await startPackageIndex(...wheels);
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "lake\npyspark\n");
  const made = await bench.ensure();
  expect(made.ok && made.value.packages.map(({ name }) => name)).toEqual(["lake"]);
});

test("a cache that was copied, or can only be read, is used as it is", async () => {
  using folder = scratch();
  await using index = await startPackageIndex(testWheel("apple", "2.0"));
  const bench = benchIn(folder.path, index);
  bench.write("deps/requirements.txt", "apple\n");
  await bench.ensure();
  const image = join(folder.path, "image");
  execFileSync("mv", [join(folder.path, "cache"), image]);
  const before = bench.starts();
  const request = { readOnlyCaches: [image] };
  const found = await bench.ensure({ request });
  expect(found.ok && found.value.folder).toMatch(new RegExp(`^${image}/`));
  expect(await bench.ensure({ request })).toEqual(found);
  expect(bench.starts()).toBe(before);
});

test("the real index has real packages", { timeout: 120_000 }, async () => {
  using folder = scratch();
  const bench = benchIn(folder.path);
  bench.write("deps/requirements.txt", "six==1.17.0\niniconfig\n");
  const made = await bench.ensure({ env: definedOf(process.env) });
  expect(run(made, "import six, iniconfig; print(six.__version__)")).toBe("1.17.0");
});

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

test("a second index counts as much as the first, from the shell or from the requirements", async () => {
  using folder = scratch();
  await using first = await startPackageIndex(testWheel("apple", "1.0"));
  await using second = await startPackageIndex(testWheel("apple", "2.0"));
  const bench = benchIn(folder.path, first);
  bench.write("deps/requirements.txt", "apple\n");
  const PIP_EXTRA_INDEX_URL = second.url;
  expect(run(await bench.ensure({ env: { PIP_EXTRA_INDEX_URL } }), "import apple; print(apple.version)")).toBe("2.0");
  bench.write("deps/requirements.txt", `--extra-index-url ${second.url}\napple >1\n`);
  expect(run(await bench.ensure(), "import apple; print(apple.version)")).toBe("2.0");
});
