import type { Plan, PlannedAction, PlannedPublication, PlannedRead } from "../../model/plan.ts";
import { fakeAction, fakeHost, fakePlan } from "./fake-plan.ts";
import type { Random } from "./random.ts";

const retries = [0, 0, 1, 2, 3] as const;

/** A job as somebody might write it: branches, datasets handed over in memory and by file, error actions, timeouts. */
export function randomPlan(random: Random): Plan {
  const flow: PlannedAction[] = [];
  for (let i = 0, count = 1 + random.int(8); i < count; i++) flow.push(randomStep(random, i, flow));
  const published = flow.map((action) => ({
    ...action,
    publishes: [...publicationsOf(action, flow), ...(random.chance(0.15) ? [unknownNames] : [])],
  }));
  const actions = published.flatMap((action, i) => [action, ...randomErrorActions(random, action, flow.slice(0, i))]);
  if (random.chance(0.3))
    actions.push(randomAction(random, "failed", { role: { is: "job-error" }, ...lateReads(random, flow) }));
  if (random.chance(0.4))
    actions.push(randomAction(random, "last", { role: { is: "finally" }, ...lateReads(random, flow) }));
  const capacity = 1 + random.int(3);
  const hosts = ["spark-1", "spark-2"].map((id) => ({ ...fakeHost, id, capacity }));
  return fakePlan(actions, { hosts, failFast: random.chance(0.15) });
}

function randomAction(random: Random, id: string, over: Partial<PlannedAction>): PlannedAction {
  const times = random.pick(retries);
  const timeout = random.chance(0.3) ? { timeoutMs: 100 + random.int(400) } : {};
  const retry = { times, delayMs: random.int(500), backoff: "exponential", maxDelayMs: 1_000 } as const;
  return fakeAction(id, { retry, ...timeout, host: random.chance(0.8) ? "spark-1" : "spark-2", ...over });
}

function randomStep(random: Random, i: number, earlier: readonly PlannedAction[]): PlannedAction {
  const step = randomAction(random, `a${i}`, {});
  const chosen = earlier.filter(() => random.chance(0.35));
  const reads = chosen
    .filter(() => random.chance(0.7))
    .map((from): PlannedRead => {
      const as = from.host === step.host && random.chance(0.8) ? "reference" : "file";
      return { action: from.id, name: random.chance(0.5) ? "x" : "y", as };
    });
  const after = chosen.map(
    ({ id }) => ({ action: id, because: reads.some((read) => read.action === id) ? "dataset" : "order" }) as const,
  );
  return { ...step, after, reads, mayReadAnything: random.chance(0.1) };
}

/** As an action has that may publish whatever it likes. */
const unknownNames: PlannedPublication = { name: "*", as: "reference", readers: [], why: "" };

/** As a plan has it: in a file when one reader needs that, and otherwise by reference; now and then nobody reads it. */
function publicationsOf(action: PlannedAction, flow: readonly PlannedAction[]): PlannedPublication[] {
  const readers = flow.flatMap((reader) => reader.reads.filter((read) => read.action === action.id));
  return ["x", "y"].map((name) => {
    const asFile = readers.some((read) => read.name === name && read.as === "file");
    return { name, as: asFile ? "file" : "reference", readers: [], why: "" };
  });
}

/** What error actions and the last one read, if it is there. */
function lateReads(random: Random, from: readonly PlannedAction[]): Pick<PlannedAction, "reads"> {
  const reads = from
    .filter(() => random.chance(0.1))
    .map(({ id }): PlannedRead => ({ action: id, name: "x", as: "reference" }));
  return { reads };
}

function randomErrorActions(
  random: Random,
  parent: PlannedAction,
  upstream: readonly PlannedAction[],
): PlannedAction[] {
  if (!random.chance(0.3)) return [];
  const then = random.chance(0.4) ? "continue" : "fail";
  const handler = randomAction(random, `${parent.id}/e`, {
    role: errorOf(parent, then),
    ...lateReads(random, upstream),
  });
  if (!random.chance(0.3)) return [handler];
  return [handler, randomAction(random, `${parent.id}/e/e`, { role: errorOf(handler, "fail") })];
}

function errorOf(parent: PlannedAction, then: "fail" | "continue"): PlannedAction["role"] {
  return { is: "error", of: parent.id, then };
}
