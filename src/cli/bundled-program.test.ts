import { spawn } from "node:child_process";
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { readBundle } from "./bundle-file.ts";
import { areAtRest, pathsIn } from "./file-stats.ts";

const root = join(import.meta.dirname, "../..");
const copied = [
  "ama",
  "scripts/build/bundle-program.ts",
  ...["main", "bundled-program", "bundle-file", "file-stats", "make-bundle"].map((name) => `src/cli/${name}.ts`),
];
const longEnoughMs = 2_200;

interface Checkout extends Disposable {
  readonly root: string;
  readonly program: string;
  readonly write: (path: string, text: string) => void;
  /** What the program prints: its words, and whether it ran from its sources or as a bundle. */
  readonly start: () => Promise<string>;
}

/** A checkout with the launcher and a small program in three modules, of which one is loaded late. */
function checkout(): Checkout {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "ama bundle-")));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const path of copied) {
    write(path, "");
    copyFileSync(join(root, path), join(folder, path));
  }
  write("package.json", '{"type": "module", "version": "1.2.3"}');
  write("package-lock.json", "{}");
  write("src/cli/early.ts", 'export const early = "one";\n');
  write("src/cli/late.ts", 'export const late = "one";\n');
  write(
    "src/cli/run.ts",
    `import { early } from "./early.ts";
    export async function run(): Promise<void> {
      const { late } = await import("./late.ts");
      await import("node:sqlite");
      console.log(early, late, import.meta.filename.endsWith(".ts") ? "sources" : "bundle");
    }`,
  );
  write("node_modules/.bin/.keep", "");
  symlinkSync(process.execPath, join(folder, "node_modules/.bin/node"));
  symlinkSync(join(root, "node_modules/esbuild"), join(folder, "node_modules/esbuild"));
  write("node_modules/.package-lock.json", "{}");
  return {
    root: folder,
    program: join(folder, "node_modules/.cache/ama/program"),
    write,
    start: () => output(join(folder, "ama")),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function output(command: string, args: readonly string[] = []): Promise<string> {
  const child = spawn(command, args, { env: { PATH: process.env["PATH"], HOME: tmpdir() } });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) => child.once("close", () => resolve(text.trim())));
}

async function bundledCheckout(): Promise<Checkout> {
  const made = checkout();
  await sleep(longEnoughMs);
  expect(await made.start()).toBe("one one bundle");
  return made;
}

/** A file with times of long ago, as archives and some copies make them. */
function writeOld(made: Checkout, path: string, text: string): void {
  made.write(path, text);
  utimesSync(join(made.root, path), new Date(0), new Date(0));
}

test("a file is at rest when a further change is certain to get another time", () => {
  using made = checkout();
  const { ctimeMs } = statSync(join(made.root, "ama"));
  expect(areAtRest(made.root, ["ama"], ctimeMs - 1)).toBe(false);
  expect(areAtRest(made.root, ["ama"], ctimeMs + 1_900)).toBe(false);
  expect(areAtRest(made.root, ["ama"], ctimeMs + 2_100)).toBe(true);
});

describe.concurrent("the program of a checkout as one file", { timeout: 60_000 }, () => {
  test("is made by the first start, and used by the next ones", async () => {
    using made = await bundledCheckout();
    const before = statSync(made.program);
    expect(await made.start()).toBe("one one bundle");
    expect(statSync(made.program).ino).toBe(before.ino);
  });

  test.each(["early", "late"])("notices an edit that keeps size and times, of a module loaded %s", async (name) => {
    using made = checkout();
    writeOld(made, `src/cli/${name}.ts`, `export const ${name} = "one";\n`);
    await sleep(longEnoughMs);
    expect(await made.start()).toBe("one one bundle");
    writeOld(made, `src/cli/${name}.ts`, `export const ${name} = "two";\n`);
    const words = name === "early" ? "two one" : "one two";
    expect(await made.start()).toContain(words);
    await sleep(longEnoughMs);
    expect(await made.start()).toBe(`${words} bundle`);
  });

  test("notices an old file that comes into the place of a newer one", async () => {
    using made = checkout();
    writeOld(made, "src/cli/other.ts", 'export const early = "old";\n');
    await sleep(longEnoughMs);
    expect(await made.start()).toBe("one one bundle");
    renameSync(join(made.root, "src/cli/other.ts"), join(made.root, "src/cli/early.ts"));
    expect(await made.start()).toContain("old one");
  });

  test("notices modules that come and go", async () => {
    using made = await bundledCheckout();
    made.write("src/cli/new.ts", 'export const late = "new";\n');
    made.write(
      "src/cli/run.ts",
      readFileSync(join(made.root, "src/cli/run.ts"), "utf8").replace("./late.ts", "./new.ts"),
    );
    unlinkSync(join(made.root, "src/cli/late.ts"));
    expect(await made.start()).toContain("one new");
    await sleep(longEnoughMs);
    expect(await made.start()).toBe("one new bundle");
    unlinkSync(join(made.root, "src/cli/new.ts"));
    expect(await made.start()).toContain("ERR_MODULE_NOT_FOUND");
  });

  test("is the new one for all that start at once after a change", async () => {
    using made = await bundledCheckout();
    made.write("src/cli/early.ts", 'export const early = "two";\n');
    await sleep(longEnoughMs);
    expect(await Promise.all([made.start(), made.start(), made.start()])).toEqual(Array(3).fill("two one bundle"));
    expect(readdirSync(dirname(made.program)).filter((name) => name.startsWith("program"))).toEqual(["program"]);
  });

  test("is made anew when it is damaged", async () => {
    using made = await bundledCheckout();
    truncateSync(made.program, statSync(made.program).size - 1);
    expect(await made.start()).toBe("one one bundle");
    writeFileSync(made.program, "");
    expect(await made.start()).toBe("one one bundle");
  });

  test.each([
    ["there is no esbuild", (made: Checkout) => unlinkSync(join(made.root, "node_modules/esbuild"))],
    ["its folder cannot be", (made: Checkout) => made.write("node_modules/.cache/ama", "a file")],
    [
      "a source cannot be bundled",
      (made: Checkout) => made.write("src/cli/late.ts", "export const late = await 'one';"),
    ],
  ])("is done without where %s", async (_, spoil) => {
    using made = checkout();
    spoil(made);
    await sleep(longEnoughMs);
    expect(await made.start()).toBe("one one sources");
    expect(await made.start()).toBe("one one sources");
  });

  test("is not tried again at every start where it cannot be made", async () => {
    using made = checkout();
    unlinkSync(join(made.root, "node_modules/esbuild"));
    made.write("node_modules/esbuild/package.json", '{"type": "module", "main": "index.js"}');
    made.write(
      "node_modules/esbuild/index.js",
      'import { appendFileSync } from "node:fs"; appendFileSync(new URL("tries", import.meta.url), "x"); export const build = 1;',
    );
    await sleep(longEnoughMs);
    for (const _ of [1, 2]) expect(await made.start()).toBe("one one sources");
    expect(readFileSync(join(made.root, "node_modules/esbuild/tries"), "utf8")).toBe("x");
  });

  test("is not taken from another checkout whose libraries are shared", async () => {
    using owner = await bundledCheckout();
    const before = statSync(owner.program);
    using borrower = checkout();
    rmSync(join(borrower.root, "node_modules"), { recursive: true });
    symlinkSync(join(owner.root, "node_modules"), join(borrower.root, "node_modules"));
    // Older than the libraries are, or the launcher would install them anew.
    utimesSync(join(borrower.root, "package-lock.json"), new Date(0), new Date(0));
    borrower.write("src/cli/early.ts", 'export const early = "two";\n');
    await sleep(longEnoughMs);
    expect(await borrower.start()).toBe("two one sources");
    expect(statSync(owner.program).ino).toBe(before.ino);
  });

  test("can be made of this checkout, with the libraries that every start needs", async () => {
    const folder = join(root, "node_modules/.cache", `bundle-test-${process.pid}`);
    mkdirSync(folder, { recursive: true });
    const file = join(folder, "program");
    try {
      // Somebody may be editing it.
      while (readBundle(file) === undefined) {
        expect(await output(process.execPath, [join(root, "scripts/build/bundle-program.ts"), root, file])).toMatch(
          /^(No problems\.[^]*succeeded[^]*)?$/,
        );
      }
      const paths = pathsIn(readBundle(file)?.inputs ?? "");
      expect(paths).toContain("src/app/validate.ts");
      expect(paths.some((path) => path.startsWith("node_modules/yaml/"))).toBe(true);
      expect(readBundle(file)?.code.length).toBeGreaterThan(100_000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
