import { formatDuration } from "./amounts.ts";
import type { AttemptView, RunView } from "./run-view.ts";
import { cut, textWidth } from "./text-width.ts";

const barWidth = 16;

/** The text of the live line: what is running now, and how far it is; undefined when nothing is. */
export function liveStatus(
  view: RunView,
  now: number,
  columns: number,
  sourceOf: (attempt: AttemptView) => string | undefined,
): string | undefined {
  const running = [...view.running];
  const [only] = running;
  if (only === undefined) return idleStatus(view, now);
  if (view.cancelling) return `cancelling ${running.map((attempt) => attempt.action.id).join(", ")}`;
  if (running.length === 1) return single(only, now, columns, sourceOf(only));
  return running.map((attempt) => [attempt.action.id, tasks(attempt)].filter(Boolean).join(" ")).join(" · ");
}

function idleStatus(view: RunView, now: number): string | undefined {
  const starting = [...view.starting.values()];
  if (starting.length > 0) return `starting ${starting.join(", ")} · ${elapsed(view.startedAt, now)}`;
  const waiting = [...view.retries].map(([action, dueAt]) => `${action}: next try in ${elapsed(now, dueAt + 999)}`);
  return waiting.length === 0 ? undefined : waiting.join(" · ");
}

/** The same for a log: one line a minute while something runs. */
export function heartbeat(view: RunView, now: number): string | undefined {
  if (view.running.size === 0) {
    const idle = idleStatus(view, now);
    return idle === undefined ? undefined : `… ${idle}`;
  }
  const running = [...view.running].map((attempt) => {
    const line = attempt.statement === undefined ? "" : `line ${attempt.statement.line}`;
    return [attempt.action.id, line, tasks(attempt), elapsed(attempt.startedAt, now)].filter(Boolean).join(", ");
  });
  return `… running: ${running.join(" · ")}`;
}

function single(attempt: AttemptView, now: number, columns: number, source: string | undefined): string {
  const since = attempt.statement?.startedAt ?? attempt.startedAt;
  const right = [bar(attempt, columns), tasks(attempt), elapsed(since, now)].filter((part) => part !== "").join("  ");
  const room = columns - textWidth(right) - 2;
  // Before the first statement, the action is being compiled or its inputs are made ready.
  const left = `${attempt.action.id}  ${source ?? (attempt.statement === undefined ? "preparing" : "")}`.trimEnd();
  return `${cut(left, room)}  ${right}`;
}

function tasks(attempt: AttemptView): string {
  const { progress } = attempt;
  return progress === undefined || progress.total === 0 ? "" : `${progress.done}/${progress.total} ${progress.unit}`;
}

function bar({ progress }: AttemptView, columns: number): string {
  if (progress === undefined || progress.total === 0 || columns < 60) return "";
  const full = Math.min(barWidth, Math.floor((progress.done / progress.total) * barWidth));
  return "━".repeat(full) + "─".repeat(barWidth - full);
}

function elapsed(since: number, now: number): string {
  const seconds = Math.floor(Math.max(0, now - since) / 1000);
  return seconds < 10 ? `${seconds} s` : formatDuration(seconds * 1000);
}
