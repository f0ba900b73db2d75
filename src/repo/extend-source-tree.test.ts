import { expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { extendSourceTree } from "./extend-source-tree.ts";
import { makeSourceTree, openSourceTree } from "./source-tree.ts";
import { SourceStore } from "./source-tree-store.ts";

test("a tree with more files has a digest of its own, and is kept like any other", () => {
  const dir = temporaryFolder();
  const store = new SourceStore(dir);
  const own = store.put(Buffer.from("job-name: a\n"));
  const tree = makeSourceTree({ files: [{ path: "maki.yml", mode: "file", ...own }], outside: [] }, store);
  const more = extendSourceTree(tree, dir, [{ path: "fetched/b.scala", bytes: Buffer.from("1\n") }]);
  expect(more.list("")).toEqual(["fetched/b.scala", "maki.yml"]);
  expect(more.digest).not.toBe(tree.digest);
  expect(more.keep()).toMatchObject({ ok: true });
  const opened = openSourceTree(dir, more.digest);
  expect(opened.ok && Buffer.from(opened.value.read("fetched/b.scala") ?? []).toString()).toBe("1\n");
});
