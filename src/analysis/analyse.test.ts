import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import type { AnalysableSource } from "./analyse.ts";
import { analyse } from "./analyse.ts";
import { languages } from "./languages.ts";

const source = (file: string, text: string): AnalysableSource => ({ file, language: "scala", text });
const one = source("src/a.scala", "val a = 1");
const two = source("src/b.scala", 'val b = AmaContext.getDataFrame("a", "a")');

describe("the store", () => {
  let directory: string;
  beforeEach(() => {
    directory = temporaryFolder();
  });
  afterEach(() => void vi.restoreAllMocks());

  const scope = "job";
  const loads = () => (languages.scala ? vi.spyOn(languages.scala, "load") : undefined);

  test("answers for sources that have not changed, without a parser", async () => {
    const first = await analyse([one, two], { directory, scope });
    const load = loads();
    expect(await analyse([two, one], { directory, scope })).toEqual(first.toReversed());
    expect(load).not.toHaveBeenCalled();
  });

  test("does not answer for a changed text, another file or another job", async () => {
    await analyse([one], { directory, scope });
    for (const [changed, job] of [
      [source(one.file, "val a = 2"), scope],
      [source("src/other.scala", "val a = 1"), scope],
      [one, "another job"],
    ] as const) {
      const load = loads();
      const [analysis] = await analyse([changed], { directory, scope: job });
      expect(load).toHaveBeenCalledOnce();
      expect(analysis?.defines[0]?.at.file).toBe(changed.file);
      vi.restoreAllMocks();
    }
  });

  test("forgets what the job no longer has", async () => {
    await analyse([one, two], { directory, scope });
    const size = async () => (await readFile(join(directory, (await readdir(directory))[0] ?? ""))).length;
    const before = await size();
    await analyse([one], { directory, scope });
    expect(await size()).toBeLessThan(before);
  });

  test.each([
    ["cut", (text: string) => text.slice(0, -5)],
    ["changed", (text: string) => text.replace("src/a.scala", "src/x.scala")],
    ["empty", () => ""],
    ["of another version", (text: string) => text.replace("analyses 1", "analyses 0")],
  ])("is passed over where it is %s", async (_, damage) => {
    const expected = await analyse([one], { directory, scope });
    const [name = ""] = await readdir(directory);
    const file = join(directory, name);
    await writeFile(file, damage(await readFile(file, "utf8")));
    expect(await analyse([one], { directory, scope })).toEqual(expected);
    const load = loads();
    expect(await analyse([one], { directory, scope })).toEqual(expected);
    expect(load).not.toHaveBeenCalled();
  });

  test("is not needed: where it cannot be written the outcome is the same", async () => {
    const file = join(directory, "a-file");
    await writeFile(file, "");
    expect(await analyse([one], { directory: join(file, "below"), scope })).toEqual(await analyse([one]));
    expect(await readdir(directory)).toEqual(["a-file"]);
  });
});

test.each<[string, AnalysableSource]>([
  ["compiled code", { file: "deps/a.jar" }],
  ["a source in a language that is not known", { file: "src/a.jl", text: "x = 1" }],
])("%s may read and define anything", async (_, unknown) => {
  const [analysis] = await analyse([unknown]);
  expect(analysis).toMatchObject({
    parsed: false,
    reads: [],
    computedReads: [{ file: unknown.file }],
    diagnostics: [],
  });
  expect(analysis?.open).toHaveLength(1);
});

test.each<[string, AnalysableSource]>([
  ["Scala", { file: "src/a.scala", language: "scala", text: 'AmaContext.getDataFrame("start", "odd")' }],
  ["Python", { file: "src/a.py", language: "python", text: 'AmaContext.get_dataframe("start", "odd")' }],
  ["R", { file: "src/a.R", language: "r", text: 'AmaContext$get_dataframe("start", "odd")' }],
  ["SQL", { file: "src/a.sql", language: "sql", text: "SELECT * FROM start.odd" }],
])("%s is analysed", async (_, source) => {
  const [analysis] = await analyse([source]);
  expect(analysis).toMatchObject({ parsed: true, reads: [{ action: "start", name: "odd" }] });
});

test("a thousand stored sources are answered at once", async () => {
  const directory = temporaryFolder();
  const sources = Array.from({ length: 1000 }, (_, i) =>
    source(`src/a${i}.scala`, `val x = AmaContext.getDataFrame("a${i - 1}", "x").where("n > ${i}")`),
  );
  const store = { directory, scope: "large" };
  await analyse(sources, store);
  const start = performance.now();
  const analyses = await analyse(sources, store);
  // Takes 20 ms on a quiet machine; the limit only tells it from parsing, which takes a second.
  expect(performance.now() - start).toBeLessThan(300);
  expect(analyses[999]?.reads[0]?.action).toBe("a998");
});
