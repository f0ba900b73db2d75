import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measure } from "../measure.ts";

/** A Makefile that is a chain of `length` rules, each of which leaves an empty file; returns the milliseconds of one run. */
export function makeChain(folder: string, length: number, recipe: string): () => Promise<number> {
  mkdirSync(folder);
  const rules = Array.from(
    { length },
    (_, i) => `out/${i}:${i === 0 ? "" : ` out/${i - 1}`}\n\t@${recipe} && touch $@\n`,
  );
  writeFileSync(join(folder, "Makefile"), `all: out/${length - 1}\n${rules.join("")}`);
  return async () => {
    rmSync(join(folder, "out"), { recursive: true, force: true });
    mkdirSync(join(folder, "out"));
    return (await measure({ command: "make", args: ["--silent"], cwd: folder })).ms;
  };
}
