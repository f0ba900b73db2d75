import { afterAll, beforeAll, expect, it } from "vitest";
import { RWorker } from "./r-worker.ts";

let worker: RWorker;
beforeAll(async () => {
  worker = await RWorker.start();
});
afterAll(() => worker.close());

it("tells what children print, between the statements that it belongs to", async () => {
  const { told } = await worker.run('cat("one\\n")\nsystem("echo two; echo three >&2")\nmessage("four")\n');
  const story = told.map(({ method, params }) =>
    method === "output" ? params.text : method === "statement.finished" ? params.index : "",
  );
  expect(
    story
      .filter((each) => each !== "")
      .map(String)
      .toSorted(),
  ).toHaveLength(7);
  expect(story.indexOf("one\n")).toBeLessThan(story.indexOf(0));
  expect(story.indexOf("two\n")).toBeGreaterThan(story.indexOf(0));
  expect(story.indexOf("three\n")).toBeLessThan(story.indexOf(1));
  expect(story.indexOf("four\n")).toBeGreaterThan(story.indexOf(1));
});

it("tells output without a line feed, and replaces what is not UTF-8", async () => {
  const attempt = await worker.run('cat("a\\xff\\xfeb 日本")');
  expect(attempt.printed()).toBe("a\uFFFD\uFFFDb 日本");
});

it("tells a line of 10 MB in pieces that lose nothing", async () => {
  const attempt = await worker.run('cat(strrep("é", 5e6), "\\n", sep = "")');
  expect(attempt.printed()).toBe(`${"é".repeat(5_000_000)}\n`);
});

it("gives the end of the file to whoever reads stdin", async () => {
  const attempt = await worker.run('readLines(file("stdin"))\nsystem("cat; echo done")\nreadline("> ")\n');
  expect(attempt.printed()).toBe('character(0)\ndone\n> \n[1] ""\n');
});

it("keeps what is printed while sink() is on away, as R does", async () => {
  const attempt = await worker.run('sink(tempfile())\ncat("away\\n")\nsink()\ncat("here\\n")');
  expect(attempt.printed()).toBe("here\n");
});

it("keeps forked children from telling of the attempt", async () => {
  const attempt = await worker.run(
    'x <- parallel::mclapply(1:2, function(i) { warning("in the child"); i })\ny <- parallel::mclapply(1:2, function(i) quit())\ncat(x[[2]], "still here")\n',
  );
  expect(attempt.printed()).toBe("2 still here");
  expect(attempt.ended.status).toBe("succeeded");
});
