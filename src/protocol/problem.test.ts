import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hostCodes } from "../diagnostics/codes/host.ts";

it("uses every code of the protocol that the table of diagnostics lists, and no other", () => {
  const sources = readdirSync(import.meta.dirname)
    .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
    .map((name) => readFileSync(join(import.meta.dirname, name), "utf8"));
  const used = new Set(sources.flatMap((text) => text.match(/AMA19\d\d/g) ?? []));
  const listed = Object.keys(hostCodes).filter((code) => code < "AMA1950");
  expect([...used].toSorted()).toEqual(listed.toSorted());
});
