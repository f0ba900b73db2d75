import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import { pythonForTests } from "../../../scripts/test/python-environment.ts";

const folder = join(import.meta.dirname, "../../python");
const passes = (...args: string[]): string =>
  execFileSync(pythonForTests(), ["-m", ...args], { cwd: folder, encoding: "utf8" });

it("keeps to the Python worker's rules of types and style", { timeout: 120_000 }, () => {
  expect(passes("mypy", "--no-error-summary", "../r/python/amaterasu_r")).toBe("");
  const ruff = ["--quiet", "--no-cache", "--config", "pyproject.toml", "../r/python", "../r/tests"];
  expect(passes("ruff", "check", ...ruff)).toBe("");
  expect(passes("ruff", "format", "--check", ...ruff)).toBe("");
});
