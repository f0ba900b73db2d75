import type { Plan } from "../../model/plan.ts";
import type { Hosts, Ports, RunStore } from "../ports.ts";
import { openRunControl, type RunControl } from "../run-control.ts";
import type { RunOutcome } from "../leader.ts";
import { runPlan } from "../run-plan.ts";
import type { FakeClock } from "./fake-clock.ts";
import { fakeFramework } from "./fake-framework.ts";
import type { FakeHosts } from "./fake-hosts.ts";
import { type MemoryStore, openMemoryOutput } from "./memory-store.ts";
import type { Random } from "./random.ts";
import type { Trouble } from "./trouble.ts";

export const run = "R";

/** The leader dies at one of its appends, counted over all leaders from 1: before it takes effect, or right after. */
export interface CrashPoint {
  readonly append: number;
  readonly when: "before" | "after";
}

/** The world that leaders are born into. */
export interface LeaderStage {
  readonly plan: Plan;
  readonly random: Random;
  readonly trouble: Trouble;
  readonly clock: FakeClock;
  readonly store: MemoryStore;
  readonly hosts: FakeHosts;
  readonly crash: CrashPoint | undefined;
  /** How many appends all leaders together have begun. */
  appends: number;
}

export interface MortalLeader {
  readonly control: RunControl;
  readonly outcome: Promise<RunOutcome>;
  readonly crashed: Promise<void>;
}

const atMostCrashes = 4;

/** A leader that may die at any append: from then on the world hears nothing of it, nor it of the world. */
export function startLeader(stage: LeaderStage, number: number): MortalLeader {
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
    const { crash } = stage;
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
