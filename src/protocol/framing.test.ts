import { describe, expect, it } from "vitest";
import { LineSplitter } from "./framing.ts";
import { seededRandom } from "./seeded-random.ts";

function splitAll(chunks: readonly Buffer[], limit?: number): { lines: string[]; problem: string | undefined } {
  const splitter = new LineSplitter(limit);
  const lines: string[] = [];
  for (const chunk of chunks) {
    const split = splitter.push(chunk);
    lines.push(...split.lines);
    if (split.problem !== undefined) return { lines, problem: split.problem };
  }
  return { lines, problem: undefined };
}

describe("LineSplitter", () => {
  const text = ["plain", "naïve — 日本語 🦊", "", "x".repeat(300), '{"a":"\\n"}'].join("\n");
  const whole = Buffer.from(`${text}\n`);
  const expected = text.split("\n").filter((line) => line !== "");

  it("finds the same lines wherever the stream is torn", () => {
    for (let at = 0; at <= whole.length; at++) {
      expect(splitAll([whole.subarray(0, at), whole.subarray(at)]).lines).toEqual(expected);
    }
    expect(splitAll([...whole].map((byte) => Buffer.from([byte]))).lines).toEqual(expected);
  });

  it("finds the same lines in chunks of any size", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed);
      const chunks: Buffer[] = [];
      for (let at = 0; at < whole.length; ) {
        const size = 1 + random.below(40);
        chunks.push(whole.subarray(at, at + size));
        at += size;
      }
      expect(splitAll(chunks), `seed ${seed}`).toEqual({ lines: expected, problem: undefined });
    }
  });

  it("keeps an unfinished line to itself", () => {
    expect(splitAll([Buffer.from("one\ntwo")]).lines).toEqual(["one"]);
  });

  it("takes a line of exactly the limit, and no longer one, finished or not", () => {
    expect(splitAll([Buffer.from("12345\n")], 5).lines).toEqual(["12345"]);
    expect(splitAll([Buffer.from("12"), Buffer.from("345"), Buffer.from("\n")], 5).lines).toEqual(["12345"]);
    expect(splitAll([Buffer.from("ok\n123456\n")], 5)).toEqual({
      lines: ["ok"],
      problem: "a line is longer than 5 bytes",
    });
    expect(splitAll([Buffer.from("123"), Buffer.from("456")], 5).problem).toBe("a line is longer than 5 bytes");
  });

  it("doesn't go on after a line that was too long", () => {
    const splitter = new LineSplitter(5);
    splitter.push(Buffer.from("123456"));
    expect(splitter.push(Buffer.from("ok\n"))).toEqual({ lines: [], problem: "the stream had already ended" });
  });

  it("refuses bytes that are not UTF-8", () => {
    expect(splitAll([Buffer.from("ok\n"), Buffer.from([0xc3, 0x28, 0x0a])])).toEqual({
      lines: ["ok"],
      problem: "a line is not UTF-8",
    });
  });

  it("copies each byte of a torn line a constant number of times", () => {
    // 1 MiB in single bytes: were the pieces joined for each, this would copy half a terabyte.
    const line = Buffer.alloc(1024 * 1024, "x");
    const splitter = new LineSplitter();
    for (let at = 0; at < line.length; at++) splitter.push(line.subarray(at, at + 1));
    expect(splitter.push(Buffer.from("\n")).lines[0]?.length).toBe(line.length);
  });
});
