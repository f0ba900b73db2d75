import { expect, test } from "vitest";
import { Recording, render } from "./recorded-run.test-kit.ts";

/** A small seeded generator (a linear congruence), so that a failing schedule can be run again. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * below);
  };
}

const names = ["red", "green", "blue", "gold"];
const statements = 5;

/** Four actions at once, their events in any order that each action's own allows. */
function schedule(seed: number): Recording {
  const below = numbersFrom(seed);
  const run = new Recording();
  for (const name of names)
    run.action(name, Array.from({ length: statements }, (_, i) => `${name}(${i + 1})\n`).join(""));
  run.created();
  const steps = names.map((name) => stepsOf(name, run));
  while (steps.some((left) => left.length > 0)) steps[below(names.length)]?.shift()?.(below(900));
  return run.add(1, { type: "run.ended", status: "succeeded", reason: "" });
}

function stepsOf(name: string, run: Recording): ((ms: number) => void)[] {
  const id = `${name}#1`;
  const ofStatement = (line: number) => [
    (ms: number) => void run.add(ms, { type: "statement.started", attempt: id, index: line, line, endLine: line }),
    (ms: number) => void run.prints(ms, id, `${name} prints ${line}\n`),
    (ms: number) => void run.add(ms, { type: "statement.finished", attempt: id, index: line, ms }),
  ];
  return [
    () => void run.attempt(name),
    ...Array.from({ length: statements }, (_, i) => ofStatement(i + 1)).flat(),
    (ms) => void run.ended(ms, id, "succeeded"),
  ];
}

test("whatever the order, every line stands in its action's block, in the action's own order, and none is lost", () => {
  for (let seed = 1; seed <= 300; seed++) {
    const { text } = render("code", schedule(seed), { columns: 80, terminal: seed % 2 === 0, stepMs: 100 });
    const ofAction = new Map(names.map((name): [string, string[]] => [name, []]));
    let block: string | undefined;
    for (const line of text.split("\n")) {
      block = /^▸ (\w+)/.exec(line)?.[1] ?? block;
      const shown = /(\w+)\(\d\)|│ (\w+) prints \d/.exec(line);
      if (shown === null) continue;
      expect(shown[1] ?? shown[2], `seed ${seed}: ${line}`).toBe(block);
      ofAction.get(block ?? "")?.push(shown[0]);
    }
    for (const [name, lines] of ofAction)
      expect(lines, `seed ${seed}`).toEqual(
        Array.from({ length: statements }, (_, i) => [`${name}(${i + 1})`, `│ ${name} prints ${i + 1}`]).flat(),
      );
  }
});
