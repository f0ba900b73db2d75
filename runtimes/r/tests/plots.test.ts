import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { RWorker } from "./r-worker.ts";

let worker: RWorker;
beforeAll(async () => {
  worker = await RWorker.start();
});
afterAll(() => worker.close());

it("keeps a PNG of every page that is drawn", async () => {
  const artifacts = join(worker.folder, "artifacts");
  const { told } = await worker.run("plot(1:3)\nlines(3:1)\nhist(c(1, 2, 2))\ninvisible(dev.off())\npie(1:3)\n", {
    artifacts,
  });
  const kept = told.flatMap(({ method, params }) => (method === "artifact" ? params : []));
  expect(kept.map(({ name, mime }) => [name, mime])).toEqual([
    ["plot-1-001.png", "image/png"],
    ["plot-1-002.png", "image/png"],
    ["plot-2-001.png", "image/png"],
  ]);
  for (const { path, bytes } of kept) {
    const content = await readFile(path);
    expect(content.subarray(1, 4).toString()).toBe("PNG");
    expect(content.length).toBe(bytes);
  }
  expect(await readdir(worker.folder)).not.toContain("Rplots.pdf");
});

it("writes nothing when nothing is drawn", async () => {
  const artifacts = join(worker.folder, "none");
  await worker.run("1", { artifacts });
  expect(await readdir(worker.folder)).not.toContain("none");
});
