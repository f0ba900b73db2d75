import { expect, test } from "vitest";
import { readZip } from "./zip-reader.ts";
import { writeZip } from "./zip-writer.ts";

const files = [
  { name: "META-INF/MANIFEST.MF", content: Buffer.from("Manifest-Version: 1.0\r\n\r\n") },
  { name: "名/empty", content: Buffer.alloc(0) },
  { name: "big", content: Buffer.alloc(100_000, "amaterasu ") },
];

test("what is written is what is read", () => {
  const entries = readZip(writeZip(files));
  expect(entries.map(({ name, read }) => ({ name, content: read() }))).toEqual(files);
  expect(entries[2]?.size).toBe(100_000);
});

test("equal files give equal bytes, whenever they are written", () => {
  expect(writeZip(files).equals(writeZip(files.map((file) => ({ ...file }))))).toBe(true);
});

test("a zip file that was cut is no zip file", () => {
  const whole = writeZip(files);
  expect(() => readZip(whole.subarray(0, whole.length - 30))).toThrow("no zip file");
});
