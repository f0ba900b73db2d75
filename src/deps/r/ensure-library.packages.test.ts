import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { RLibrary } from "../../model/r-packages.ts";
import type { Result } from "../../model/result.ts";
import { withLock } from "../../toolchain/lock.ts";
import { programFolder } from "../../toolchain/program-folder.ts";
import { ensureR } from "../../toolchain/r/ensure-r.ts";
import { runProcess } from "../../toolchain/run-process.ts";
import { portsIn, scratch } from "../../toolchain/setup.test-support.ts";
import { cranLike } from "./cran-like.test-support.ts";
import { ensureRLibrary } from "./ensure-library.ts";
import type { RPorts } from "./r-request.ts";
import { readPackages } from "./read-packages.ts";

// These start the real R, against CRAN-like repositories in folders that R's own tools made.

/** R is slow to build and install, on a machine that is busy with other work slower. */
const slow = { timeout: 120_000 };

function benchIn(folder: string) {
  let starts = 0;
  const [repo, cacheFolder] = [join(folder, "repo"), join(folder, "cache")];
  mkdirSync(repo, { recursive: true });
  const repoFile = join(repo, "packages.lock");
  return {
    lock: (): string => readFileSync(repoFile, "utf8"),
    starts: (): number => starts,
    async ensure(packages: string, ports: Partial<RPorts> = {}, update = false): Promise<Result<RLibrary>> {
      const r = await ensureR({ ...portsIn(folder), env: process.env });
      if (!r.ok) throw new Error("these tests need R: npm test -- packages installs it");
      const read = readPackages("deps/packages.R", packages);
      if (!read.ok) return read;
      const request = {
        r: r.value,
        requirements: read.value,
        cacheFolder,
        lock: { repoFile, keepInRepo: true },
        update,
      };
      return ensureRLibrary(request, {
        program: join(programFolder(), "runtimes/resolver/packages.R"),
        // Only what packages.R names: no repository of this machine has a say.
        env: { ...process.env, R_PROFILE: noRepositories(folder), R_PROFILE_USER: "/dev/null" },
        offline: false,
        runProcess(...args) {
          starts += 1;
          return runProcess(...args);
        },
        exclusively: (file, action) => withLock(file, {}, action),
        ...ports,
      });
    },
  };
}

function noRepositories(folder: string): string {
  const file = join(folder, "Rprofile");
  writeFileSync(file, "options(repos = character())\n");
  return file;
}

function run(library: Result<RLibrary>, program: string): string {
  if (!library.ok) throw new Error(JSON.stringify(library.diagnostics));
  const { folder = "" } = library.value;
  return execFileSync("Rscript", ["--vanilla", "-e", `.libPaths("${folder}"); cat(${program})`], { encoding: "utf8" });
}

test("packages and what they need are installed once, locked, and then cost nothing", slow, async () => {
  using folder = scratch();
  const repository = cranLike(join(folder.path, "cran"));
  repository.publish(
    { name: "apple", version: "2.0" },
    { name: "basket", version: "1.2", imports: "apple (>= 2.0), stats", code: "all <- function() apple::version()" },
  );
  const bench = benchIn(folder.path);
  const script = `options(repos = c(ours = "${repository.url}"))\ninstall.packages("basket")\nlibrary(stats)\n`;
  const first = await bench.ensure(script);
  expect(run(first, "basket::all()")).toBe("2.0");
  expect(first.ok && first.value.packages).toEqual([
    { name: "apple", version: "2.0" },
    { name: "basket", version: "1.2" },
  ]);
  expect(JSON.parse(bench.lock())).toMatchObject({
    sets: [
      {
        label: "deps/packages.R",
        packages: [
          { name: "apple", repository: "ours", file: "apple_2.0.tar.gz", declared: false, askedBy: ["basket"] },
          { name: "basket", declared: true, askedBy: [], sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
        ],
      },
    ],
  });
  const starts = bench.starts();
  const started = performance.now();
  expect(await bench.ensure(script, { offline: true })).toEqual(first);
  expect(performance.now() - started).toBeLessThan(100);
  expect(bench.starts()).toBe(starts);
});

test("the lock decides, also when the repository has moved on", slow, async () => {
  using folder = scratch();
  const repository = cranLike(join(folder.path, "cran"));
  repository.publish({ name: "apple", version: "1.0" });
  const bench = benchIn(folder.path);
  const script = `repos: ${repository.url}\napple\n`;
  await bench.ensure(script);
  repository.publish({ name: "apple", version: "2.0" });
  rmSync(join(folder.path, "cache"), { recursive: true });
  expect(run(await bench.ensure(script), "apple::version()")).toBe("1.0");
  expect(run(await bench.ensure(script, {}, true), "apple::version()")).toBe("2.0");
  // And a version that is asked for comes from the archive.
  expect(run(await bench.ensure(`repos: ${repository.url}\napple@1.0\n`), "apple::version()")).toBe("1.0");
});

test("what is unknown, out of reach, or does not fit is told before anything is installed", slow, async () => {
  using folder = scratch();
  const repository = cranLike(join(folder.path, "cran"));
  repository.publish({ name: "apple", version: "1.0" }, { name: "basket", version: "1.0", imports: "apple (>= 2.0)" });
  const bench = benchIn(folder.path);
  const told = async (script: string) =>
    (await bench.ensure(script)).diagnostics.map(({ code, at, message }) => `${code} ${at?.line} ${message}`);
  expect(await told(`repos: ${repository.url}\napple\nappel\n`)).toEqual([
    "AMA1562 3 No repository has the R package appel, for this version of R.",
  ]);
  expect(await told(`repos: ${repository.url}\napple@3.1\n`)).toEqual([
    "AMA1562 2 No repository has the R package apple 3.1, for this version of R; there is 1.0.",
  ]);
  expect(await told(`repos: ${repository.url}\nbasket\napple@1.0\n`)).toEqual([
    "AMA1563 3 basket 1.0 needs apple >= 2.0, and 1.0 is what there is, or what is asked for.",
  ]);
  expect(await told("repos: http://user:secret@127.0.0.1:9/cran\napple\n")).toEqual([
    expect.stringMatching(
      /^AMA1567 undefined The repository repository1 \(http:\/\/127\.0\.0\.1:9\/cran\) cannot be reached: /,
    ),
  ]);
  expect((await bench.ensure("apple\n", { offline: true })).diagnostics.map(({ code }) => code)).toEqual(["AMA1565"]);
  expect(readdirSync(join(folder.path, "cache", "r"))).not.toContain("libraries");
});

test("a package that does not install says why, and leaves nothing behind", slow, async () => {
  using folder = scratch();
  const repository = cranLike(join(folder.path, "cran"));
  repository.publish({ name: "apple", version: "1.0", code: 'stop("no apples today")' });
  const failed = await benchIn(folder.path).ensure(`repos: ${repository.url}\napple\n`);
  expect(failed.diagnostics).toMatchObject([{ code: "AMA1564", message: expect.stringContaining("no apples today") }]);
});

test("a damaged library, and a source that is not the locked one, are noticed", slow, async () => {
  using folder = scratch();
  const repository = cranLike(join(folder.path, "cran"));
  repository.publish({ name: "apple", version: "1.0" });
  const bench = benchIn(folder.path);
  const script = `repos: ${repository.url}\napple\n`;
  const library = await bench.ensure(script);
  const place = (library.ok && library.value.folder) || "";
  rmSync(join(place, "apple/R/apple.rdb"));
  const mended = await bench.ensure(script);
  expect(mended.diagnostics.map(({ code, message }) => [code, message])).toEqual([
    ["AMA1569", expect.stringContaining("apple/R/apple.rdb is not as it was")],
  ]);
  expect(run(mended, "apple::version()")).toBe("1.0");
  // Published anew under the same version, with other content.
  rmSync(join(folder.path, "cache"), { recursive: true });
  const contrib = join(folder.path, "cran/src/contrib");
  rmSync(join(contrib, "apple_1.0.tar.gz"));
  cranLike(join(folder.path, "cran")).publish({ name: "apple", version: "1.0", code: "version <- function() 'evil'" });
  expect((await bench.ensure(script)).diagnostics.map(({ code }) => code)).toEqual(["AMA1566"]);
});

test("two starts at once make one library", slow, async () => {
  using folder = scratch();
  const repository = cranLike(join(folder.path, "cran"));
  repository.publish({ name: "apple", version: "1.0" });
  const bench = benchIn(folder.path);
  const script = `repos: ${repository.url}\napple\n`;
  await bench.ensure(script);
  rmSync(join(folder.path, "cache/r/libraries"), { recursive: true });
  const before = bench.starts();
  const [one, other] = await Promise.all([bench.ensure(script), bench.ensure(script)]);
  expect(one).toEqual(other);
  expect(bench.starts() - before).toBe(1);
});
