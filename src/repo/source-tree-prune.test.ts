import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { temporaryFolder } from "../testing/temporary-folder.ts";
import { withLock } from "../toolchain/lock.ts";
import { openRepo } from "./git-open-repo.ts";
import { openSourceTree, type SourceTree } from "./source-tree.ts";
import { pruneSources } from "./source-tree-prune.ts";

let place: string;
beforeEach(() => {
  place = temporaryFolder();
});

async function opened(text: string): Promise<SourceTree> {
  mkdirSync(join(place, "job"), { recursive: true });
  writeFileSync(join(place, "job/maki.yml"), "job-name: a\n");
  writeFileSync(join(place, "job/a.scala"), text);
  const folders = { cwd: place, cacheDir: join(place, "cache"), storeDir: join(place, "store") };
  const calls = { env: process.env, offline: true, interactive: false, exclusively: withLock };
  const result = await openRepo({ repo: "job", ...folders, ...calls });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.value.tree;
}

test("what no record names goes, what one names stays", async () => {
  const [old, kept] = [await opened("one\n"), await opened("two\n")];
  old.keep();
  kept.keep();
  const store = join(place, "store");
  const options = { kept: new Set([kept.digest]), unusedSince: Date.now() + 1000 };
  expect(pruneSources(store, { ...options, unusedSince: 0, dryRun: false })).toBe(0);
  const would = pruneSources(store, { ...options, dryRun: true });
  expect(would).toBeGreaterThan(0);
  expect(openSourceTree(store, old.digest).ok).toBe(true);
  expect(pruneSources(store, { ...options, dryRun: false })).toBe(would);
  expect([openSourceTree(store, old.digest).ok, openSourceTree(store, kept.digest).ok]).toEqual([false, true]);
  expect(old.keep()).toMatchObject({ ok: false, diagnostics: [{ code: "AMA1417" }] });
});
