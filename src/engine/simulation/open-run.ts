import type { ActionError, Event } from "../../model/event.ts";
import type { Plan } from "../../model/plan.ts";
import type { ActionState } from "../../model/run-state.ts";
import type { RunRequest } from "../../protocol/messages/requests.ts";
import type { Ports } from "../ports.ts";
import { openRunControl } from "../run-control.ts";
import type { RunOutcome } from "../leader.ts";
import { runPlan } from "../run-plan.ts";
import { openFakeClock } from "./fake-clock.ts";
import { fakeFramework } from "./fake-framework.ts";
import { openFakeHosts } from "./fake-hosts.ts";
import type { Course } from "./fake-process.ts";
import { openMemoryOutput, openMemoryStore } from "./memory-store.ts";

export const boom: ActionError = {
  type: "java.lang.ArithmeticException",
  types: ["java.lang.RuntimeException", "java.lang.Exception"],
  message: "/ by zero",
  stack: [],
  phase: "run",
};

export const succeeds: Course = { ms: 100, end: "succeeds", error: boom, onCancel: "stops" };
export const fails: Course = { ...succeeds, end: "fails" };
export const hangs: Course = { ...succeeds, end: "hangs" };
export const killsHost: Course = { ...succeeds, end: "kills-host" };

/** How an execution of an action goes, by how many it has had before. */
export type Script = (action: string, earlier: number, request: RunRequest) => Course;

export interface FakeRunOptions {
  readonly script?: Script;
  readonly startFails?: () => boolean;
  readonly ports?: Partial<Ports>;
}

/** A run in a world where everything goes by a script, and takes no time. */
export function openRun(plan: Plan, { script = () => succeeds, startFails, ports: over = {} }: FakeRunOptions = {}) {
  const clock = openFakeClock();
  const store = openMemoryStore();
  const requests: RunRequest[] = [];
  const course = (request: RunRequest): Course => {
    const earlier = requests.filter((known) => known.action === request.action).length;
    requests.push(request);
    return script(request.action, earlier, request);
  };
  const hosts = openFakeHosts(
    clock,
    {
      course,
      delivery: () => ({ ms: 1, fate: "once" }),
      startMs: () => 500,
      began: () => undefined,
      ended: () => undefined,
      died: () => undefined,
    },
    startFails === undefined ? {} : { startFails },
  );
  const ports: Ports = {
    store,
    hosts,
    clock,
    output: openMemoryOutput(),
    framework: fakeFramework,
    redactor: { event: (body) => body, stream: () => ({ push: (text) => text, end: () => "" }) },
    listen: () => undefined,
    ...over,
  };
  const control = openRunControl();
  return {
    clock,
    control,
    hosts,
    ports,
    requests,
    cancel: (graceMs = 1_000) => control.cancel({ by: "Ctrl-C", reason: "the run was interrupted", graceMs }),
    finish: () => clock.until(runPlan(orderOf(plan), ports, control)),
    events: () => store.events("R"),
    /** `a first`, `b retry` … in the order of their beginning. */
    executions: () => executionsIn(store.events("R")),
  };
}

export function orderOf(plan: Plan, run = "R") {
  const source = { repo: ".", dirty: false, digest: "" };
  const created = { run, job: "test", environment: "test", master: "local", source, params: {} };
  return { plan, created, leader: { pid: 1, host: "here", version: "0" } };
}

function executionsIn(events: readonly Event[]): readonly string[] {
  return events.flatMap((event) => (event.type === "attempt.requested" ? [`${event.action} ${event.cause}`] : []));
}

/** How each action ended. */
export function endsOf({ state }: RunOutcome): Record<string, ActionState["is"]> {
  return Object.fromEntries([...state.actions].map(([id, action]) => [id, action.state.is]));
}

export function stateOfAction({ state }: RunOutcome, action: string): ActionState | undefined {
  return state.actions.get(action)?.state;
}
