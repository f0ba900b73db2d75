import { describe, expect, test } from "vitest";
import { analyseScala } from "../analysis/scala.ts";
import type { Plan } from "../model/plan.ts";
import { type FixtureAction, fixtureInput, planFixture } from "./plan-fixture.ts";
import { planRun } from "./plan-run.ts";

/** Mulberry32: a seed gives the same sequence everywhere. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A job whose actions read from any that stand before them, in any shape of `after`, some on a second host. */
function randomActions(seed: number): Record<string, FixtureAction> {
  const random = randomNumbers(seed);
  const pick = (count: number) => Math.floor(random() * count);
  const count = 1 + pick(12);
  const actions: Record<string, FixtureAction> = {};
  for (let i = 0; i < count; i++) {
    const reads = Array.from({ length: i === 0 ? 0 : pick(3) }, () => pick(i));
    const source = [
      random() < 0.3 ? 'val d = df.withColumn("r", rand())' : "val d = df",
      ...reads.map((from, n) => `val x${n} = AmaContext.getDataFrame("a${from}", "d")`),
    ].join("\n");
    const after = random() < 0.5 ? { after: i === 0 || random() < 0.3 ? [] : [`a${pick(i)}`] } : {};
    const conf = random() < 0.2 ? { conf: { "spark.executor.memory": "4g" } } : {};
    actions[`a${i}`] = random() < 0.1 ? { ...after, ...conf } : { source, ...after, ...conf };
  }
  return actions;
}

function planOf(seed: number): Plan {
  const result = planFixture({ actions: randomActions(seed) });
  if (!result.ok) throw new Error(`seed ${seed}: ${JSON.stringify(result.diagnostics)}`);
  return result.value;
}

function unmetReads(plan: Plan): string[] {
  const byId = new Map(plan.actions.map((action) => [action.id, action]));
  return plan.actions.flatMap((reader) =>
    reader.reads.flatMap((read) => {
      const producer = byId.get(read.action);
      const published = producer?.publishes.find(({ name }) => name === read.name);
      const problems = [
        published === undefined && "is not published",
        !reader.after.some(({ action }) => action === read.action) && "is not waited for",
        producer?.host !== reader.host && (published?.as !== "file" || read.as !== "file") && "does not reach its host",
        published?.as === "file" && read.as !== "file" && "is computed twice",
        published?.readers.includes(reader.id) === false && "does not know its reader",
      ];
      return problems.filter((problem) => problem !== false).map((problem) => `${read.action}.${read.name} ${problem}`);
    }),
  );
}

function needless(plan: Plan): string[] {
  const mayReaders = plan.actions.filter((action) => action.mayReadAnything);
  return plan.actions.flatMap(({ id, host, publishes }) =>
    publishes.flatMap(({ name, as, readers }) => {
      const elsewhere = plan.actions.some((action) => readers.includes(action.id) && action.host !== host);
      const inCase = mayReaders.some((action) => action.host !== host);
      const problems = [
        as === "file" && !elsewhere && !inCase && "is written",
        as === "cache" && readers.length < 2 && "is cached",
        readers.length === 0 && mayReaders.length === 0 && "is kept",
      ];
      return problems.filter((problem) => problem !== false).map((problem) => `${id}.${name} ${problem}`);
    }),
  );
}

/** Made once, as it is the analysis of the sources that takes the time. */
const plans = Array.from({ length: 200 }, (_, i) => ({ seed: i + 1, plan: planOf(i + 1) }));

describe("whatever the job looks like", () => {
  test("every action can start some time, after all that it waits for", () => {
    for (const { seed, plan } of plans) {
      const done = new Set<string>();
      for (let round = 0; round < plan.actions.length; round++) {
        for (const { id, after } of plan.actions) if (after.every(({ action }) => done.has(action))) done.add(id);
      }
      expect(done.size, `seed ${seed}`).toBe(plan.actions.length);
    }
  });

  test("every read waits for its producer, which publishes it in a way that reaches the reader", () => {
    expect(plans.flatMap(({ seed, plan }) => unmetReads(plan).map((problem) => `seed ${seed}: ${problem}`))).toEqual(
      [],
    );
  });

  test("nothing is written, cached or kept that nobody needs", () => {
    expect(plans.flatMap(({ seed, plan }) => needless(plan).map((problem) => `seed ${seed}: ${problem}`))).toEqual([]);
  });

  test("the same input gives the same plan", () => {
    for (const { seed, plan } of plans.slice(0, 20)) expect(planOf(seed)).toEqual(plan);
  });

  test("the plan is plain JSON", () => {
    for (const { plan } of plans.slice(0, 20)) expect(JSON.parse(JSON.stringify(plan))).toEqual(plan);
  });
});

test("ten thousand actions are planned in about a second", () => {
  const second = analyseScala("src/a.scala", 'val x = AmaContext.getDataFrame("a", "x")');
  const chain = (count: number) => {
    const names = Array.from({ length: count }, (_, i) => `a${i}`);
    const input = fixtureInput({ actions: Object.fromEntries(names.map((name) => [name, {}])) });
    const readsFrom = (action: string) => ({ ...second, reads: second.reads.map((read) => ({ ...read, action })) });
    const analyses = names.map(
      (name, i) => [name, i === 0 ? { ...second, reads: [] } : readsFrom(`a${i - 1}`)] as const,
    );
    return { ...input, analyses: new Map(analyses) };
  };
  // Processor time, as other work on the machine does not count, and the less of two, as the compiler's does not.
  const input = chain(10_000);
  const times = [1, 2].map(() => {
    const start = process.cpuUsage();
    planRun(input);
    return process.cpuUsage(start).user / 1000;
  });
  // Some 700 ms; anything that looks at each pair of actions takes far longer.
  expect(Math.min(...times)).toBeLessThan(5000);
});
