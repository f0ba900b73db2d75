import { describe, expect, it } from "vitest";
import { cut, fit } from "./fit.ts";
import { MAX_LINE_BYTES } from "./framing.ts";
import type { RunnerError } from "./messages/runner-error.ts";

const error = (message: string, more: Partial<RunnerError> = {}): RunnerError => ({
  type: "E",
  types: [],
  message,
  stack: [],
  phase: "run",
  ...more,
});

describe("fit", () => {
  it("leaves what fits as it is", () => {
    const told = { method: "log", params: { level: "info", text: "hello" } } as const;
    expect(fit(told)).toEqual([told]);
  });

  it("splits output without losing or tearing a character", () => {
    const text = `a${"🦊".repeat(100_000)}`;
    const pieces = fit({ method: "output", params: { attempt: "a", stream: "stdout", text } });
    expect(pieces.length).toBeGreaterThan(1);
    const texts = pieces.map((piece) => (piece.method === "output" ? piece.params.text : ""));
    expect(texts.join("")).toBe(text);
    expect(texts.every((piece) => piece.isWellFormed())).toBe(true);
  });

  it("splits output so that even escaped it fits", () => {
    const text = "\u0000".repeat(1_000_000);
    const pieces = fit({ method: "output", params: { attempt: "a", stream: "stdout", text } });
    for (const piece of pieces) expect(Buffer.byteLength(JSON.stringify(piece))).toBeLessThan(MAX_LINE_BYTES);
  });

  it("cuts a value and says how long it was", () => {
    const [told] = fit({
      method: "statement.finished",
      params: { attempt: "a", index: 0, ms: 1, name: "s", value: "x".repeat(2_000_000) },
    });
    const value = told?.method === "statement.finished" ? told.params.value : undefined;
    expect(value?.endsWith("… (2000000 characters)")).toBe(true);
    expect(value?.length).toBeLessThan(17_000);
    expect(told?.params).toMatchObject({ name: "s", index: 0 });
  });

  it("makes an error fit that is long in every direction", () => {
    const frame = { function: "f".repeat(5000), origin: "library" } as const;
    let deep = error("innermost");
    for (let depth = 0; depth < 100; depth++) deep = error("m".repeat(20_000), { cause: deep });
    const stack = Array.from({ length: 5000 }, () => frame);
    const all = Array.from({ length: 200 }, () => error("m".repeat(20_000), { stack }));
    const [told] = fit({
      method: "ended",
      params: { attempt: "a", status: "failed", error: error("top", { stack, cause: deep, all }) },
    });
    expect(Buffer.byteLength(JSON.stringify(told))).toBeLessThan(MAX_LINE_BYTES);
    expect(told).toMatchObject({
      params: { status: "failed", error: { message: "top", cause: { type: "E" } } },
    });
  });

  it("leaves out a schema that is longer than a line", () => {
    const params = { attempt: "a", name: "odd", kind: "dataframe", as: "reference" } as const;
    expect(fit({ method: "published", params: { ...params, schema: { n: "int" } } })[0]?.params).toHaveProperty(
      "schema",
    );
    expect(fit({ method: "published", params: { ...params, schema: "x".repeat(2_000_000) } })[0]?.params).toEqual(
      params,
    );
  });

  it("throws for what is too long and not only shown", () => {
    const params = { attempt: "a".repeat(2_000_000), index: 0, line: 1, endLine: 1 };
    expect(() => fit({ method: "statement.started", params })).toThrow(RangeError);
  });
});

describe("cut", () => {
  it("keeps the halves of a character together", () => {
    expect(cut("ab🦊cd", 3)).toBe("ab… (6 characters)");
    expect(cut("ab", 2)).toBe("ab");
  });
});
