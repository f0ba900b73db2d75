import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { temporaryFolder } from "../../testing/temporary-folder.ts";
import { openScriptFiles } from "./script-files.ts";

describe("the files of a run's scripts", () => {
  test("are private, in a folder that is made with the first of them", () => {
    const parent = temporaryFolder();
    const files = openScriptFiles(join(parent, "scripts"));
    expect(existsSync(join(parent, "scripts"))).toBe(false);
    const env = files.env('{"configuration":{"password":"abc"}}');
    expect(statSync(join(parent, "scripts")).mode & 0o777).toBe(0o700);
    expect(statSync(env).mode & 0o077).toBe(0);
  });

  test("hold equal environments once, others apart", () => {
    const parent = temporaryFolder();
    const files = openScriptFiles(join(parent, "scripts"));
    const [one, again, other] = [files.env("1"), files.env("1"), files.env("2")];
    expect(again).toBe(one);
    expect([one, other].map((path) => readFileSync(path, "utf8"))).toEqual(["1", "2"]);
  });

  test("are an attempt's own where it writes to them", () => {
    const parent = temporaryFolder();
    const files = openScriptFiles(join(parent, "scripts"));
    expect(files.exports("a")).not.toBe(files.exports("b"));
    expect(existsSync(files.exports("a"))).toBe(false);
    expect(readFileSync(files.script("a", "true\n"), "utf8")).toBe("true\n");
    expect(files.script("a", "true\n")).not.toBe(files.script("b", "true\n"));
  });
});
