import { describe, expect, test } from "vitest";
import { createRedactor, redacted } from "./redactor.ts";
import { secretForms } from "./secret-forms.ts";

/** A small seeded generator (mulberry32), so that a failing case can be run again. */
function random(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n: number) => Math.floor(next() * n);
  const letters = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[below(alphabet.length)] ?? "").join("");
  return { below, letters };
}

const alphabets = ["ab", 'abc/+ =&%"\\\n', "abcdefghijklmnopqrstuvwxyz0123456789", "äöü€漢abc!'()*"];

function inChunks(text: string, redactor: ReturnType<typeof createRedactor>, size: () => number): string {
  let output = "";
  for (let at = 0; at < text.length; ) {
    const end = at + 1 + size();
    output += redactor.write(text.slice(at, end));
    at = end;
  }
  return output + redactor.end();
}

/** A text of noise with whole secrets in all their forms between. */
function makeCase(seed: number) {
  const { below, letters } = random(seed);
  const secrets = new Map(
    Array.from({ length: 1 + below(3) }, (_, i) => [`s${i}`, letters(alphabets[below(4)] ?? "", 8 + below(30))]),
  );
  const all = [...secrets.values()].flatMap(secretForms);
  let text = "";
  for (let i = 0; i < 12; i++) text += letters(alphabets[below(4)] ?? "", below(20)) + (all[below(all.length)] ?? "");
  return { secrets, all, text, below };
}

test("no form of a secret is left, however the text is cut, and the cuts change nothing", () => {
  for (let seed = 1; seed <= 1500; seed++) {
    const { secrets, all, text, below } = makeCase(seed);
    const whole = createRedactor(secrets).redact(text);
    expect(
      inChunks(text, createRedactor(secrets), () => below(7)),
      `seed ${seed}`,
    ).toBe(whole);
    expect(
      inChunks(text, createRedactor(secrets), () => 0),
      `seed ${seed}`,
    ).toBe(whole);
    // A form may be made of the mark itself and its neighbours only if it contains the mark.
    const left = all.filter((form) => !form.includes("*") && whole.split(redacted).some((part) => part.includes(form)));
    expect(left, `seed ${seed}`).toEqual([]);
  }
});

test("text without secrets passes through unchanged", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { below, letters } = random(seed);
    const secrets = new Map([["a", letters("0123456789", 16)]]);
    const text = letters("abc xyz\n", 500);
    expect(inChunks(text, createRedactor(secrets), () => below(50))).toBe(text);
  }
});

describe("each form", () => {
  const secret = 'p@ss "w/ord"\nä+1';
  const redactor = createRedactor(new Map([["db", secret]]));
  const bytes = Buffer.from(secret);
  test.each([
    ["plain", secret],
    ["URL-encoded", encodeURIComponent(secret)],
    ["URL-encoded by a form", new URLSearchParams({ k: secret }).toString().slice(2)],
    ["URL-encoded in lower case", encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase())],
    ["JSON", JSON.stringify(secret).slice(1, -1)],
    ["JSON in ASCII", JSON.stringify(secret).slice(1, -1).replace("ä", "\\u00e4")],
  ])("%s", (_, form) => {
    expect(redactor.redact(`before ${form} after`)).toBe("before *** after");
  });

  test.each([0, 1, 2])("base64 after %i bytes", (offset) => {
    const encoded = Buffer.concat([Buffer.from("xyz".slice(0, offset)), bytes, Buffer.from("tail")]).toString("base64");
    const shown = redactor.redact(`Basic ${encoded}`);
    expect(shown).toContain("***");
    expect(Buffer.from(shown.replace("Basic ", "").split("***")[0] ?? "", "base64").toString("latin1")).not.toContain(
      "p@",
    );
    expect(shown.length).toBeLessThan(26);
  });
});

test("secrets that overlap go together", () => {
  const secrets = new Map([
    ["a", "abcdefgh"],
    ["b", "efghijkl"],
    ["c", "abcdefghXYZ"],
  ]);
  expect(createRedactor(secrets).redact("-abcdefghijkl-abcdefghXYZ-abcdefghX-")).toBe("-***-***-***X-");
});

test("only what could begin a secret is held back", () => {
  const redactor = createRedactor(new Map([["a", "hunter2hunter2"]]));
  expect(redactor.write("a line\n")).toBe("a line\n");
  expect(redactor.write("pass: hunter2")).toBe("pass: ");
  expect(redactor.write("!\n")).toBe("hunter2!\n");
  expect(redactor.write("hunter2hunter")).toBe("");
  expect(redactor.write("2 hun")).toBe("*** ");
  expect(redactor.end()).toBe("hun");
});

test("short secrets are left alone", () => {
  const redactor = createRedactor(new Map([["pin", "1234567"]]));
  expect(redactor.write("1234567") + redactor.end() + redactor.redact("1234567")).toBe("12345671234567");
});

test("an endless repetition is not held for ever", () => {
  const redactor = createRedactor(new Map([["a", "aaaaaaaa"]]));
  let output = "";
  for (let i = 0; i < 40; i++) output += redactor.write("a".repeat(100_000));
  output += redactor.end();
  expect(output).toMatch(/^(\*\*\*)+$/);
});

test("200 MB take seconds, not minutes", () => {
  const { letters } = random(7);
  const secrets = new Map(Array.from({ length: 10 }, (_, i) => [`s${i}`, letters("abcdefghijklmnop0123456789", 24)]));
  const redactor = createRedactor(secrets);
  const chunk = `${letters("abcdefghijklmnopqrstuvwxyz 0123456789.,", 120)}\n`.repeat(550);
  const started = performance.now();
  const megabytes = 20;
  for (let sent = 0; sent < megabytes * 1e6; sent += chunk.length) redactor.write(chunk);
  const perSecond = (megabytes / (performance.now() - started)) * 1000;
  // Ten times slower than an idle machine of today, so that only a change of the algorithm fails this.
  expect(perSecond).toBeGreaterThan(20);
});
