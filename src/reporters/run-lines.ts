import type { Event, PublishedDataset, SkipReason } from "../model/event.ts";
import type { PlannedAction } from "../model/plan.ts";
import { count, formatBytes, formatDuration } from "./amounts.ts";
import type { Paint } from "./paint.ts";
import type { ActionView, AttemptView, RunView } from "./run-view.ts";
import { cut, flow, printable, textWidth } from "./text-width.ts";

type RunCreated = Extract<Event, { type: "run.created" }>;

/** `amaterasu-test · test · local[2] · error-handling @ 3f2a91c`, and the run at the right edge. */
export function runHeader(run: RunCreated, runName: string, columns: number, paint: Paint): string[] {
  const job = cut(printable(run.job.replaceAll("\n", " ")), Math.max(10, Math.floor(columns / 2)));
  const right = `run ${runName}`;
  const rest = [run.environment, run.master, sourceText(run.source)].filter((part) => part !== "").map(printable);
  const [first = "", ...more] = flow([paint.title(job), ...rest], columns, 2);
  const gap = columns - textWidth(first) - textWidth(right);
  const titled =
    gap < 2 || more.length > 0
      ? [first, ...more, `  ${paint.faint(right)}`]
      : [first + " ".repeat(gap) + paint.faint(right)];
  const params = Object.entries(run.params).map(([name, value]) => `${name}: ${printable(JSON.stringify(value))}`);
  const paramLine = params.length === 0 ? [] : flow(params, columns, 0).map(paint.faint);
  const resumed = run.resumes === undefined ? [] : [paint.faint(`continues run ${run.resumes}`)];
  return [...titled, ...paramLine, ...resumed];
}

function sourceText({ branch, commit, dirty }: RunCreated["source"]): string {
  if (commit === undefined) return "";
  const at = branch === undefined ? commit.slice(0, 7) : `${branch} @ ${commit.slice(0, 7)}`;
  return dirty ? `${at} + changes` : at;
}

/** `step2  attempt 2 of 4`, `step2/notify  (step2 failed 4 times)`: what an attempt is, on one line. */
export function attemptRemark(attempt: AttemptView, view: RunView): string {
  const role = attempt.action.planned?.role;
  const why = role === undefined ? undefined : roleRemark(role, view);
  const again = attempt.cause === "retry" ? retryRemark(attempt.action) : causeRemark(attempt.cause);
  return [why, again].filter((part) => part !== undefined).join(" · ");
}

function roleRemark(role: PlannedAction["role"], view: RunView): string | undefined {
  switch (role.is) {
    case "error": {
      const parent = view.action(role.of);
      return parent.failures === 0 ? `${role.of} failed` : `${role.of} ${failedTimes(parent.failures)}`;
    }
    case "job-error":
      return "the job failed";
    case "finally":
      return "always runs last";
    case "flow":
      return undefined;
  }
}

function retryRemark(action: ActionView): string {
  const times = action.planned?.retry.times;
  return times === undefined ? `retry ${action.tries - 1}` : `retry ${action.tries - 1} of ${times}`;
}

function causeRemark(cause: AttemptView["cause"]): string | undefined {
  if (cause === "recompute") return "again, as a dataset of it was lost";
  return cause === "lost" ? "again, as its host was lost" : undefined;
}

function failedTimes(n: number): string {
  return n === 1 ? "failed" : `failed ${n} times`;
}

/** `retry 1 of 3 in 1 s`. Of a delay next to nothing, the writing of the record may have taken more. */
export function retryAnnouncement(action: ActionView, delayMs: number): string {
  const of = action.planned === undefined ? "" : ` of ${action.planned.retry.times}`;
  return `retry ${action.tries}${of} in ${formatDuration(Math.max(0, delayMs)).replace(/\.0 s$/, " s")}`;
}

/** `rdd, odd → step2, by reference`: what is published to the same readers in the same way is told together. */
export function publishedTexts(datasets: readonly PublishedDataset[], action: ActionView): string[] {
  const names = new Map<string, string[]>();
  for (const dataset of datasets) {
    const way = wayOf(dataset, action);
    names.set(way, [...(names.get(way) ?? []), printable(dataset.name)]);
  }
  return [...names].map(([way, together]) => `${together.join(", ")}${way}`);
}

function wayOf(dataset: PublishedDataset, action: ActionView): string {
  const planned = action.planned?.publishes.find((publication) => publication.name === dataset.name);
  const readers = planned === undefined || planned.readers.length === 0 ? "" : ` → ${planned.readers.join(", ")}`;
  const size = dataset.bytes === undefined ? "" : ` (${formatBytes(dataset.bytes)})`;
  return `${readers}, ${how(dataset)}${size}`;
}

function how(dataset: PublishedDataset): string {
  switch (dataset.as) {
    case "reference":
      return "by reference";
    case "cache":
      return "cached";
    case "checkpoint":
      return "checkpointed";
    case "file":
      return `as ${dataset.format ?? "a file"}`;
  }
}

export function skipText(reason: SkipReason): string {
  switch (reason.is) {
    case "failed":
      return `${reason.action} failed`;
    case "cancelled":
      return "cancelled";
    case "not-selected":
      return "not selected";
    case "host-failed":
      return `its host ${reason.host} failed`;
    case "not-needed":
      return reason.why;
    case "dataset-missing":
      return `${reason.action}.${reason.name} is missing`;
  }
}

/** Whether a skipped action is worth a line: what the user left out himself is not. */
export function isToldWhenSkipped(reason: SkipReason): boolean {
  return reason.is !== "not-selected" && reason.is !== "not-needed";
}

/** How the run ended, and what to do next. */
export function summaryLines(
  event: Extract<Event, { type: "run.ended" }>,
  view: RunView,
  { runName, columns, paint }: { readonly runName: string; readonly columns: number; readonly paint: Paint },
): string[] {
  const facts = [...outcomeFacts(view), ...countFacts(view)];
  const reason = facts.length > 0 && event.status === "failed" ? [] : [event.reason].filter((text) => text !== "");
  const outcome = flow([headline(event, view, paint), ...reason, ...facts], columns, 2);
  if (event.status === "succeeded") return flow([headline(event, view, paint), ...facts], columns, 2);
  const failed = [...view.actions.values()].filter((action) => action.outcome === "failed");
  const first = failed.find((action) => action.planned?.role.is === "flow") ?? failed[0];
  const logs = `logs: ama logs ${runName}${first === undefined ? "" : ` ${first.id}`}`;
  return [...outcome, ...flow([`  ${logs}`, `continue: ama run --resume ${runName}`], columns, 2).map(paint.faint)];
}

function headline(event: Extract<Event, { type: "run.ended" }>, view: RunView, paint: Paint): string {
  const took = formatDuration(event.at - view.startedAt);
  switch (event.status) {
    case "succeeded":
      return paint.good(`✔ succeeded in ${took}`);
    case "failed":
      return paint.bad(`✖ failed in ${took}`);
    case "environment-failed":
      return paint.bad(`✖ the environment failed after ${took}`);
    case "cancelled":
      return paint.warn(`■ cancelled after ${took}`);
  }
}

/** `step2 failed 4 times, its error action succeeded`. */
function outcomeFacts(view: RunView): string[] {
  return [...view.actions.values()].flatMap((action) => {
    const role = action.planned?.role;
    if (role?.is === "error" && view.action(role.of).outcome !== "succeeded") return [];
    if (action.outcome !== "failed" && action.outcome !== "handled") return [];
    const times = action.failures === 0 ? "failed" : failedTimes(action.failures);
    return [`${action.id} ${times}${errorActionFact(action, view)}`];
  });
}

function errorActionFact(action: ActionView, view: RunView): string {
  const error = [...view.actions.values()].find((other) => {
    const role = other.planned?.role;
    return role?.is === "error" && role.of === action.id;
  });
  if (error === undefined || (error.outcome !== "succeeded" && error.outcome !== "failed")) return "";
  return `, its error action ${error.outcome}`;
}

function countFacts(view: RunView): string[] {
  const all = [...view.actions.values()];
  const having = (outcome: ActionView["outcome"]) =>
    all.filter((action) => action.outcome === outcome && action.planned?.role.is !== "error").length;
  const [succeeded, reused, skipped] = [having("succeeded"), having("reused"), having("skipped")];
  const failed = having("failed");
  return [
    ...(succeeded > 0 && failed === 0 ? [count(succeeded, "action")] : []),
    ...(reused > 0 ? [`${reused} reused`] : []),
    ...(skipped > 0 && failed > 0 ? [`${skipped} skipped`] : []),
  ];
}
