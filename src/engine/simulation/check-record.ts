import { isDeepStrictEqual } from "node:util";
import type { Event } from "../../model/event.ts";
import type { Plan, PlannedAction } from "../../model/plan.ts";
import type { RunState } from "../../model/run-state.ts";
import { fold, initialState } from "../core/fold.ts";
import { unsettled } from "../core/view.ts";

/** What the events so far say, put together here once more, so that the engine's own bookkeeping is not its own judge. */
interface Tally {
  readonly executions: Map<string, number>;
  readonly lost: Map<string, number>;
  /** Open attempts: which action and host. */
  readonly open: Map<string, { action: string; host: string }>;
  readonly actionOf: Map<string, string>;
  readonly publishedBy: Map<string, string[]>;
  /** `action.name` of datasets of attempts that succeeded. */
  readonly visible: Set<string>;
  /** Actions of which readers and followers may start. */
  readonly passed: Set<string>;
  readonly failed: Set<string>;
  /** Actions that have ended one way or another, or are not a part of the run. */
  readonly over: Set<string>;
  /** Actions whose host could not be had, which is a failure, too. */
  readonly withoutHost: Set<string>;
  /** Actions of which a living host was told to forget a dataset. */
  readonly released: Map<string, string>;
  readonly hosts: Map<string, { planned: string; life: "requested" | "ready" | "gone" }>;
  cancelled: number;
}

/** Everything that must be true of the record of a finished run; returns what is not. */
export function checkRecord(plan: Plan, record: readonly Event[], final: RunState): readonly string[] {
  const problems: string[] = [];
  const tally: Tally = {
    executions: new Map(),
    lost: new Map(),
    open: new Map(),
    actionOf: new Map(),
    publishedBy: new Map(),
    visible: new Set(),
    passed: new Set(),
    failed: new Set(),
    over: new Set(),
    withoutHost: new Set(),
    released: new Map(),
    hosts: new Map(),
    cancelled: 0,
  };
  let epoch = 0;
  record.forEach((event, i) => {
    if (event.seq !== i + 1) problems.push(`event ${i + 1} bears the number ${event.seq}`);
    if (event.epoch < epoch) problems.push(`event ${event.seq} is of an older leader than the one before`);
    epoch = event.epoch;
    problems.push(...checkEvent(plan, event, tally).map((problem) => `event ${event.seq}: ${problem}`));
  });
  return [...problems, ...checkEnd(plan, record, final, tally)];
}

function checkEvent(plan: Plan, event: Event, tally: Tally): string[] {
  switch (event.type) {
    case "host.requested":
      return checkHostRequest(plan, event, tally);
    case "host.ready":
      setLife(tally, event.host, "ready");
      return [];
    case "host.lost":
    case "host.failed":
    case "host.ended":
      setLife(tally, event.host, "gone");
      return [];
    case "attempt.requested":
      return checkRequest(plan, event, tally);
    case "published":
      tally.publishedBy.set(event.attempt, [...(tally.publishedBy.get(event.attempt) ?? []), event.dataset.name]);
      return needsOpen(tally, event.attempt, event.type);
    case "attempt.started":
    case "statement.started":
    case "statement.finished":
    case "output":
      return needsOpen(tally, event.attempt, event.type);
    case "attempt.ended":
      return checkAttemptEnd(event, tally);
    case "dataset.released":
      noteRelease(plan, event.action, tally);
      return [];
    case "action.failed":
      tally.failed.add(event.action);
      tally.over.add(event.action);
      return [];
    case "action.skipped":
      if (event.because.is === "host-failed") tally.withoutHost.add(event.action);
      tally.over.add(event.action);
      return [];
    case "action.cancelled":
    case "action.reused":
      tally.over.add(event.action);
      return [];
    case "action.handled":
      if (event.flow === "continues") {
        tally.failed.delete(event.action);
        tally.passed.add(event.action);
      }
      return [];
    case "cancel.requested":
      if (event.attempt === undefined) tally.cancelled += 1;
      return [];
    default:
      return [];
  }
}

function noteRelease(plan: Plan, action: string, tally: Tally): void {
  const planned = plan.actions.find(({ id }) => id === action)?.host;
  const living = [...tally.hosts].find(([, host]) => host.planned === planned && host.life === "ready");
  if (living !== undefined) tally.released.set(action, living[0]);
}

function setLife(tally: Tally, id: string, life: "ready" | "gone"): void {
  const host = tally.hosts.get(id);
  if (host !== undefined) host.life = life;
}

function needsOpen(tally: Tally, attempt: string, type: string): string[] {
  return tally.open.has(attempt) ? [] : [`${type} of ${attempt}, which is not open`];
}

function checkHostRequest(plan: Plan, event: Extract<Event, { type: "host.requested" }>, tally: Tally): string[] {
  const problems = checkNeed(plan, event, tally);
  if (tally.hosts.has(event.host)) problems.push(`${event.host} is requested twice`);
  if ([...tally.hosts.values()].some((host) => host.planned === event.planned && host.life !== "gone")) {
    problems.push(`${event.host} is requested while another one of ${event.planned} lives`);
  }
  tally.hosts.set(event.host, { planned: event.planned, life: "requested" });
  return problems;
}

function checkRequest(plan: Plan, event: Extract<Event, { type: "attempt.requested" }>, tally: Tally): string[] {
  const { attempt, action: id, host, cause } = event;
  const problems: string[] = [];
  const action = plan.actions.find((planned) => planned.id === id);
  if (action === undefined) return [`${id} is not in the plan`];
  if (tally.actionOf.has(attempt)) problems.push(`${attempt} is requested twice`);
  if (tally.hosts.get(host)?.life !== "ready") problems.push(`${attempt} is requested on ${host}, which is not ready`);
  if ([...tally.open.values()].some((open) => open.action === id)) problems.push(`${id} has two attempts at once`);
  const onHost = [...tally.open.values()].filter((open) => open.host === host).length;
  const capacity = plan.hosts.find((planned) => planned.id === tally.hosts.get(host)?.planned)?.capacity ?? 0;
  if (onHost >= capacity) problems.push(`${host} has more attempts than it can run`);
  if (cause === "first" || cause === "retry") {
    const executions = (tally.executions.get(id) ?? 0) + 1;
    tally.executions.set(id, executions);
    if (executions > 1 + action.retry.times)
      problems.push(`${id} is executed ${executions} times, with times: ${action.retry.times}`);
    if ((cause === "first") !== (executions === 1))
      problems.push(`execution ${executions} of ${id} calls itself ${cause}`);
  }
  if (cause === "recompute" && tally.released.get(id) === host) {
    problems.push(`${id} is made again on ${host}, which had been told to forget what it made`);
  }
  if (cause === "recompute" && !tally.passed.has(id)) problems.push(`${id} is made again, and has never succeeded`);
  if (tally.cancelled > 0 && partOf(plan, action) !== "finally") problems.push(`${id} is requested after the cancel`);
  if (tally.cancelled > 1) problems.push(`${id} is requested after the second cancel`);
  problems.push(...checkGround(plan, action, tally));
  tally.open.set(attempt, { action: id, host });
  tally.actionOf.set(attempt, id);
  return problems;
}

/** A first host, which may be requested ahead, is for something still to come; later ones may be to make something again. */
function checkNeed(plan: Plan, { host, planned }: Extract<Event, { type: "host.requested" }>, tally: Tally): string[] {
  if ([...tally.hosts.values()].some((earlier) => earlier.planned === planned)) return [];
  const toCome = plan.actions.filter((action) => action.host === planned && !tally.over.has(action.id));
  if (toCome.length === 0) return [`${host} is requested, and nothing is to run on it`];
  const hasFailure = tally.failed.size + tally.withoutHost.size > 0;
  const isForSteps = hasFailure || toCome.some((action) => action.role.is === "flow");
  const isForLast = toCome.some((action) => partOf(plan, action) === "finally");
  if (tally.cancelled > 0 && !isForLast) return [`${host} is requested after the cancel`];
  return isForSteps || isForLast ? [] : [`${host} is requested for an error action, and nothing has failed`];
}

/** Whether what the action comes after has really ended, and what it reads is really there. */
function checkGround(plan: Plan, action: PlannedAction, tally: Tally): string[] {
  const problems: string[] = [];
  for (const edge of action.after)
    if (!tally.passed.has(edge.action)) problems.push(`${action.id} starts before ${edge.action} has succeeded`);
  for (const read of action.role.is === "flow" ? action.reads : []) {
    if (!tally.visible.has(`${read.action}.${read.name}`))
      problems.push(`${action.id} starts before ${read.action}.${read.name} is published`);
  }
  const { role } = action;
  if (role.is === "error" && !tally.failed.has(role.of))
    problems.push(`${action.id} starts, and ${role.of} has not failed`);
  const others = [...tally.open.values()].map((open) => plan.actions.find(({ id }) => id === open.action));
  if (role.is === "job-error" || role.is === "finally") {
    const unfinished = others.filter((other) => other !== undefined && partOf(plan, other) === "flow");
    if (unfinished.length > 0) problems.push(`${action.id} starts while steps are running`);
  }
  return problems;
}

function partOf(plan: Plan, action: PlannedAction): string {
  const { role } = action;
  if (role.is !== "error") return role.is;
  const parent = plan.actions.find(({ id }) => id === role.of);
  return parent === undefined ? "" : partOf(plan, parent);
}

function checkAttemptEnd(event: Extract<Event, { type: "attempt.ended" }>, tally: Tally): string[] {
  const { attempt, status } = event;
  const problems = needsOpen(tally, attempt, event.type);
  const action = tally.actionOf.get(attempt) ?? "";
  tally.open.delete(attempt);
  if (status === "lost") {
    const lost = (tally.lost.get(action) ?? 0) + 1;
    tally.lost.set(action, lost);
    if (lost > 4) problems.push(`${action} is executed again after being lost ${lost - 1} times`);
  }
  if (status === "succeeded") {
    tally.passed.add(action);
    tally.over.add(action);
    for (const name of tally.publishedBy.get(attempt) ?? []) tally.visible.add(`${action}.${name}`);
  }
  return problems;
}

function checkEnd(plan: Plan, record: readonly Event[], final: RunState, tally: Tally): string[] {
  const problems: string[] = [];
  if (record.filter((event) => event.type === "run.created").length !== 1) problems.push("it was not created once");
  const ends = record.filter((event) => event.type === "run.ended");
  if (ends.length !== 1 || record.at(-1)?.type !== "run.ended") problems.push("it did not end once, at the end");
  for (const open of tally.open.keys()) problems.push(`${open} never ended`);
  for (const [id, host] of tally.hosts) if (host.life !== "gone") problems.push(`${id} outlives the run`);
  for (const { id } of plan.actions) {
    const is = final.actions.get(id)?.state.is;
    if (is === undefined || unsettled.includes(is)) problems.push(`${id} is ${is ?? "missing"} at the end`);
  }
  problems.push(...checkFinally(plan, final, tally), ...checkStatus(plan, ends, final, tally));
  if (!isDeepStrictEqual(record.reduce(fold, initialState(plan)), final))
    problems.push("the record replays to another state");
  return problems;
}

/** It runs always, unless nothing can run it, or a second cancel wants no more of it. */
function checkFinally(plan: Plan, final: RunState, tally: Tally): string[] {
  const action = plan.actions.find(({ role }) => role.is === "finally");
  if (action === undefined || tally.cancelled > 1) return [];
  const state = final.actions.get(action.id)?.state;
  const isExcused = state?.is === "skipped" && state.because.is === "host-failed";
  const hasRun = (final.actions.get(action.id)?.attempts.length ?? 0) > 0;
  return hasRun || isExcused ? [] : [`finally has not run: ${JSON.stringify(state)}`];
}

function checkStatus(plan: Plan, ends: readonly Event[], final: RunState, tally: Tally): string[] {
  const end = ends[0];
  if (end?.type !== "run.ended") return [];
  const failures = plan.actions.filter(
    ({ id, role }) => role.is !== "error" && final.actions.get(id)?.state.is === "failed",
  );
  if (end.status === "succeeded" && failures.length > 0) return [`it succeeded, and ${failures[0]?.id} failed`];
  if (end.status === "failed" && failures.length === 0) return ["it failed, and no action did"];
  if (end.status === "cancelled" && tally.cancelled === 0) return ["it was cancelled by nobody"];
  const steps = plan.actions.filter(({ role }) => role.is === "flow").map(({ id }) => final.actions.get(id)?.state);
  const isWhole = steps.every(
    (state) =>
      state?.is === "succeeded" ||
      state?.is === "handled" ||
      state?.is === "reused" ||
      (state?.is === "skipped" && state.because.is === "dataset-missing"),
  );
  return end.status === "succeeded" && !isWhole ? ["it succeeded, and not every step did"] : [];
}
