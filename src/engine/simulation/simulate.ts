import { isDeepStrictEqual } from "node:util";
import type { ActionError, Event } from "../../model/event.ts";
import type { Plan } from "../../model/plan.ts";
import type { Hosts, Ports, RunStore } from "../ports.ts";
import { openRunControl, type RunControl } from "../run-control.ts";
import { type RunOutcome, runPlan } from "../run-plan.ts";
import { checkRecord } from "./check-record.ts";
import { type FakeClock, openFakeClock } from "./fake-clock.ts";
import { fakeFramework } from "./fake-framework.ts";
import { type FakeHosts, openFakeHosts } from "./fake-hosts.ts";
import type { Course, Delivery, Fate } from "./fake-process.ts";
import { type MemoryStore, openMemoryOutput, openMemoryStore } from "./memory-store.ts";
import { type Random, seededRandom } from "./random.ts";
import { randomPlan } from "./random-plan.ts";
import { openWitness, type Witness } from "./witness.ts";

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

export interface Simulated {
  readonly plan: Plan;
  readonly record: readonly Event[];
  readonly outcome: RunOutcome | undefined;
  readonly problems: readonly string[];
}

/** The leader dies at one of its appends, counted over all leaders from 1: before it takes effect, or right after. */
export interface CrashPoint {
  readonly append: number;
  readonly when: "before" | "after";
}

export interface Scenario {
  readonly seed: number;
  readonly plan?: Plan;
  readonly trouble?: Trouble;
  readonly crash?: CrashPoint;
  /** Events that an earlier leader has left, whose hosts are gone with it. */
  readonly earlier?: readonly Event[];
}

const run = "R";

/** Runs one seeded schedule to its end, and says what was not as it must be. */
export async function simulate(scenario: Scenario): Promise<Simulated> {
  const random = seededRandom(scenario.seed);
  const plan = scenario.plan ?? randomPlan(random);
  const trouble = scenario.trouble ?? randomTrouble(random);
  const clock = openFakeClock();
  const store = openMemoryStore(() => clock.wait(random.int(3)));
  if (scenario.earlier !== undefined) await restore(store, scenario.earlier);
  const witness = openWitness(() => store.events(run));
  const hosts = openFakeHosts(clock, fateOf(plan, random, trouble, witness), {
    startFails: () => random.chance(trouble.startFails),
    starting: (id, isAlreadyAlive) => witness.started(id, isAlreadyAlive),
  });
  const stage: Stage = { plan, random, trouble, clock, store, hosts, scenario, appends: 0 };
  try {
    const outcome = await clock.until(perform(stage));
    const problems = [...witness.violations, ...checkRecord(plan, store.events(run), outcome.state)];
    if (hosts.processes.some((process) => process.isAlive)) problems.push("a process outlives the run");
    return { plan, record: store.events(run), outcome, problems };
  } catch (bug) {
    const problem = bug instanceof Error ? (bug.stack ?? bug.message) : String(bug);
    return { plan, record: store.events(run), outcome: undefined, problems: [...witness.violations, problem] };
  }
}

/** Whether two executions of one schedule are the same in every event. */
export function isSame(one: Simulated, other: Simulated): boolean {
  return isDeepStrictEqual(one.record, other.record);
}

interface Stage {
  readonly plan: Plan;
  readonly random: Random;
  readonly trouble: Trouble;
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly hosts: FakeHosts;
  readonly scenario: Scenario;
  appends: number;
}

async function restore(store: MemoryStore, events: readonly Event[]): Promise<void> {
  const epoch = events.at(-1)?.epoch ?? 0;
  let lead = await store.lead(run);
  while (lead.is === "leading" && lead.epoch < epoch) lead = await store.lead(run);
  if (lead.is !== "leading") return;
  store.restore(run, events);
}

/** The troubles of one schedule: a third is peaceful in most respects, so that long runs are reached, too. */
function randomTrouble(random: Random): Trouble {
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

function fateOf(plan: Plan, random: Random, trouble: Trouble, witness: Witness): Fate {
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

/** Leads the run, replacing leaders that crash, until one of them sees its end. */
function perform(stage: Stage): Promise<Extract<RunOutcome, { is: "ended" }>> {
  return new Promise((resolve, reject) => {
    let leaders = 0;
    let current: MortalLeader | undefined;
    const start = (): void => {
      leaders += 1;
      const leader = startLeader(stage, leaders);
      current = leader;
      leader.crashed.then(replace, reject);
      leader.outcome.then(conclude, reject);
    };
    const replace = (): void => {
      if (stage.random.chance(0.5)) endOrphans(stage, "its leader is gone");
      stage.clock.after(stage.random.int(500), start);
    };
    const conclude = (outcome: RunOutcome): void => {
      if (outcome.is === "ended") resolve(outcome);
      else if (outcome.is === "record-failed") reject(new Error(outcome.diagnostic.message));
    };
    start();
    scheduleTroubles(stage, () => current, start);
  });
}

/** What happens from outside at random moments of the first seconds. */
function scheduleTroubles(stage: Stage, current: () => MortalLeader | undefined, startRival: () => void): void {
  const { random, trouble, clock, hosts } = stage;
  const soon = () => random.int(random.pick([200, 1_000, 4_000]));
  for (let i = 0; i < 4; i++) {
    if (!random.chance(trouble.hostDeaths)) continue;
    const victim = random.int(4);
    clock.after(soon(), () => hosts.processes.at(-1 - victim)?.die("killed by signal 9 (SIGKILL)"));
  }
  if (random.chance(trouble.rivals)) clock.after(soon(), startRival);
  if (!random.chance(trouble.cancels)) return;
  const cancel = () => current()?.control.cancel({ by: "signal", reason: "it was cancelled", graceMs: 100 });
  clock.after(soon(), cancel);
  if (random.chance(0.3)) clock.after(soon(), cancel);
}

function endOrphans({ hosts }: Stage, reason: string): void {
  for (const process of hosts.processes) process.die(reason);
}

interface MortalLeader {
  readonly control: RunControl;
  readonly outcome: Promise<RunOutcome>;
  readonly crashed: Promise<void>;
}

const atMostCrashes = 4;

/** A leader that may die at any append: from then on the world hears nothing of it, nor it of the world. */
function startLeader(stage: Stage, number: number): MortalLeader {
  const control = openRunControl();
  let isDead = false;
  let die: () => void = () => undefined;
  const crashed = new Promise<void>((resolve) => {
    die = () => {
      isDead = true;
      resolve();
    };
  });
  const alive = async <T>(work: () => Promise<T>): Promise<T> => {
    if (isDead) return new Promise<T>(() => undefined);
    const result = await work();
    return isDead ? new Promise<T>(() => undefined) : result;
  };
  const isFatal = (when: "before" | "after"): boolean => {
    const { crash } = stage.scenario;
    if (crash !== undefined) return crash.append === stage.appends && crash.when === when;
    return number <= atMostCrashes && stage.random.chance(stage.trouble.leaderCrashes / 2);
  };
  const store: RunStore = {
    lead: (id) => alive(() => stage.store.lead(id)),
    append: (id, to, events) =>
      alive(async () => {
        stage.appends += 1;
        if (isFatal("before")) {
          die();
          return { is: "superseded" };
        }
        const appended = await stage.store.append(id, to, events);
        if (appended.is === "appended" && isFatal("after")) die();
        return appended;
      }),
    read: (id, after) => stage.store.read(id, after),
  };
  const hosts: Hosts = {
    start: (request) => alive(() => stage.hosts.start(request)),
    find: (request) => alive(() => stage.hosts.find(request)),
  };
  const ports: Ports = {
    store,
    hosts,
    output: openMemoryOutput(),
    framework: fakeFramework,
    clock: {
      now: () => stage.clock.now(),
      timer: (dueAt, fire) => stage.clock.timer(dueAt, () => !isDead && fire()),
    },
    redactor: { event: (body) => body, stream: () => ({ push: (text) => text, end: () => "" }) },
    listen: () => undefined,
  };
  const source = { repo: ".", dirty: false, digest: "" };
  const created = { run, job: "j", environment: "e", master: "local", source, params: {} };
  const order = { plan: stage.plan, created, leader: { pid: number, host: "here", version: "0" } };
  return { control, crashed, outcome: runPlan(order, ports, control) };
}
