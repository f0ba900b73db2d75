import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { digestOf } from "../model/digest.ts";
import { SourceStore } from "./source-tree-store.ts";

/** More than is ever held in memory where it can be written. */
const large = randomBytes(17 * 1024 * 1024 + 1);
let folder: string;
let file: string;
let told: Buffer[];
const tell = (piece: Uint8Array): void => void told.push(Buffer.from(piece));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "ama-store-"));
  file = join(folder, "large.bin");
  writeFileSync(file, large);
  told = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a large file is kept under its digest, and nothing else is left", () => {
  const store = new SourceStore(join(folder, "store"));
  const { sha256, size } = store.putFile(file, large.length, tell);
  expect({ sha256, size }).toEqual({ sha256: digestOf(large), size: large.length });
  expect(Buffer.concat(told).equals(large)).toBe(true);
  expect(digestOf(store.read(sha256))).toBe(sha256);
  expect(readdirSync(join(folder, "store/objects"))).toEqual([sha256.slice(0, 2)]);
  expect(store.problem).toBeUndefined();
});

test("a large file is held in memory where it cannot be written, and the problem is the store's", () => {
  writeFileSync(join(folder, "store"), "in the way");
  const store = new SourceStore(join(folder, "store"));
  const { sha256 } = store.putFile(file, large.length, tell);
  expect(Buffer.concat(told).equals(large)).toBe(true);
  expect(digestOf(store.read(sha256))).toBe(sha256);
  expect(store.problem).toMatchObject({ code: "AMA1416", message: expect.stringContaining(join(folder, "store")) });
});

test("a large file that cannot be read is no problem of the store, and leaves nothing in it", () => {
  const store = new SourceStore(join(folder, "store"));
  expect(() => store.putFile(join(folder, "missing"), large.length, tell)).toThrow(/ENOENT/);
  expect(readdirSync(join(folder, "store/objects"))).toEqual([]);
  expect(store.problem).toBeUndefined();
});
