import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { portsIn, scratch } from "../setup.test-support.ts";
import { compileWorker } from "./compile-worker.ts";

/** A program with an R worker, and an R that notes its starts and does what `compile` says with the folder in `$4`. */
function fake(folder: string, compile: string) {
  const program = join(folder, "program");
  mkdirSync(join(program, "runtimes/r/R/worker"), { recursive: true });
  for (const file of ["load.R", "compile.R", "R/worker/serve.R"]) writeFileSync(join(program, "runtimes/r", file), "");
  const executable = join(folder, "Rscript");
  writeFileSync(executable, `#!/bin/sh\necho >> '${folder}/starts'\n${compile}\n`);
  chmodSync(executable, 0o755);
  return { program, r: { executable, home: "/opt/R", version: "4.3.1", platform: "x86_64-pc-linux-gnu", has: [] } };
}

const starts = (folder: string) => readFileSync(join(folder, "starts"), "utf8").length;

test("the worker's code is compiled once, and again when it or the R has changed", async () => {
  using folder = scratch();
  const { program, r } = fake(folder.path, 'echo compiled > "$4/worker.rds"');
  const ports = portsIn(folder.path);
  const [first, second] = [await compileWorker(program, r, ports), await compileWorker(program, r, ports)];
  expect(readFileSync(join(first ?? "", "worker.rds"), "utf8")).toBe("compiled\n");
  expect(second).toBe(first);
  expect(starts(folder.path)).toBe(1);
  const ofNewerR = await compileWorker(program, { ...r, version: "4.4.0" }, ports);
  writeFileSync(join(program, "runtimes/r/R/worker/serve.R"), "changed");
  const ofChanged = await compileWorker(program, r, ports);
  expect(new Set([first, ofNewerR, ofChanged]).size).toBe(3);
  expect(starts(folder.path)).toBe(3);
});

test("where the cache cannot be written to, there is none", async () => {
  using folder = scratch();
  const { program, r } = fake(folder.path, 'echo compiled > "$4/worker.rds"');
  const ports = portsIn(folder.path);
  mkdirSync(ports.folders.cache, { recursive: true });
  writeFileSync(join(ports.folders.cache, "r"), "a file in the folder's place");
  expect(await compileWorker(program, r, ports)).toBe(undefined);
  expect(existsSync(join(folder.path, "starts"))).toBe(false);
});

test("where R cannot compile it, there is none, and nothing is left of the try", async () => {
  using folder = scratch();
  const { program, r } = fake(folder.path, 'echo half > "$4/worker.rds"; exit 1');
  const ports = portsIn(folder.path);
  expect(await compileWorker(program, r, ports)).toBe(undefined);
  const parent = join(ports.folders.cache, "r/worker");
  expect(existsSync(parent) ? readdirSync(parent) : []).toEqual([]);
});
