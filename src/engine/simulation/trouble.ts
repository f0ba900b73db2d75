import type { ActionError } from "../../model/event.ts";
import type { Plan } from "../../model/plan.ts";
import type { Course, Delivery, Fate } from "./fake-process.ts";
import type { Random } from "./random.ts";
import type { Witness } from "./witness.ts";

/** How much goes wrong, in shares of cases. */
export interface Trouble {
  readonly actionFails: number;
  readonly actionHangs: number;
  readonly actionKillsHost: number;
  readonly messageRepeats: number;
  readonly connectionBreaks: number;
  readonly startFails: number;
  readonly hostDeaths: number;
  readonly leaderCrashes: number;
  readonly rivals: number;
  readonly cancels: number;
}

export const calm: Trouble = {
  actionFails: 0,
  actionHangs: 0,
  actionKillsHost: 0,
  messageRepeats: 0,
  connectionBreaks: 0,
  startFails: 0,
  hostDeaths: 0,
  leaderCrashes: 0,
  rivals: 0,
  cancels: 0,
};

/** The troubles of one schedule: a third is peaceful in most respects, so that long runs are reached, too. */
export function randomTrouble(random: Random): Trouble {
  const wildness = random.pick([0.2, 1, 1, 2.5]);
  const share = (base: number) => (random.chance(0.6) ? base * wildness : 0);
  return {
    actionFails: share(0.25),
    actionHangs: share(0.15),
    actionKillsHost: share(0.06),
    messageRepeats: share(0.1),
    connectionBreaks: share(0.01),
    startFails: share(0.03),
    hostDeaths: share(0.5),
    leaderCrashes: share(0.04),
    rivals: share(0.3),
    cancels: share(0.25),
  };
}

export function fateOf(plan: Plan, random: Random, trouble: Trouble, witness: Witness): Fate {
  return {
    course: (request) => randomCourse(random, trouble, hasTimeout(plan, request.action)),
    delivery: () => randomDelivery(random, trouble),
    startMs: () => 50 + random.int(200),
    began: (host, request) => witness.began(host, request),
    ended: (host, attempt, status) => witness.ended(host, attempt, status),
    died: () => undefined,
  };
}

function hasTimeout(plan: Plan, action: string): boolean {
  return plan.actions.find(({ id }) => id === action)?.timeoutMs !== undefined;
}

const errors: readonly [ActionError, ...ActionError[]] = [
  {
    type: "java.lang.ArithmeticException",
    types: ["java.lang.Exception"],
    message: "/ by zero",
    stack: [],
    phase: "run",
  },
  { type: "scala.CompileError", types: [], message: "not found: value x", stack: [], phase: "compile" },
];

function randomCourse(random: Random, trouble: Trouble, mayHang: boolean): Course {
  const end = random.chance(trouble.actionKillsHost)
    ? "kills-host"
    : mayHang && random.chance(trouble.actionHangs)
      ? "hangs"
      : random.chance(trouble.actionFails)
        ? "fails"
        : "succeeds";
  return {
    ms: random.int(300),
    end,
    error: random.pick(errors),
    onCancel: random.pick(["stops", "stops", "leaves", "ignores"]),
  };
}

function randomDelivery(random: Random, trouble: Trouble): Delivery {
  const ms = random.chance(0.1) ? random.int(300) : random.int(5);
  if (random.chance(trouble.connectionBreaks)) return { ms, fate: "broken" };
  if (random.chance(trouble.messageRepeats)) return { ms, fate: random.pick(["twice", "repeated-by-runner"]) };
  return { ms, fate: "once" };
}
