import { isDeepStrictEqual } from "node:util";
import type { Event } from "../../model/event.ts";
import type { Plan } from "../../model/plan.ts";
import type { RunOutcome } from "../leader.ts";
import { checkRecord } from "./check-record.ts";
import { openFakeClock } from "./fake-clock.ts";
import { openFakeHosts } from "./fake-hosts.ts";
import { type MemoryStore, openMemoryStore } from "./memory-store.ts";
import { type CrashPoint, type LeaderStage, type MortalLeader, run, startLeader } from "./mortal-leader.ts";
import { seededRandom } from "./random.ts";
import { randomPlan } from "./random-plan.ts";
import { fateOf, randomTrouble, type Trouble } from "./trouble.ts";
import { openWitness } from "./witness.ts";

export interface Simulated {
  readonly plan: Plan;
  readonly record: readonly Event[];
  readonly outcome: RunOutcome | undefined;
  readonly problems: readonly string[];
}

export interface Scenario {
  readonly seed: number;
  readonly plan?: Plan;
  readonly trouble?: Trouble;
  readonly crash?: CrashPoint;
  /** Events that an earlier leader has left, whose hosts are gone with it. */
  readonly earlier?: readonly Event[];
}

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
  const stage = { plan, random, trouble, clock, store, hosts, crash: scenario.crash, appends: 0 };
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

async function restore(store: MemoryStore, events: readonly Event[]): Promise<void> {
  const epoch = events.at(-1)?.epoch ?? 0;
  let lead = await store.lead(run);
  while (lead.is === "leading" && lead.epoch < epoch) lead = await store.lead(run);
  if (lead.is !== "leading") return;
  store.restore(run, events);
}

/** Leads the run, replacing leaders that crash, until one of them sees its end. */
function perform(stage: LeaderStage): Promise<Extract<RunOutcome, { is: "ended" }>> {
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
function scheduleTroubles(stage: LeaderStage, current: () => MortalLeader | undefined, startRival: () => void): void {
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

function endOrphans({ hosts }: LeaderStage, reason: string): void {
  for (const process of hosts.processes) process.die(reason);
}
