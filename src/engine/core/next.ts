import type { Plan } from "../../model/plan.ts";
import type { RunState } from "../../model/run-state.ts";
import { decideFailures } from "./rules/decide-failures.ts";
import { endAttemptsOfGoneHosts } from "./rules/end-attempts-of-gone-hosts.ts";
import { endHosts } from "./rules/end-hosts.ts";
import { endRun } from "./rules/end-run.ts";
import { releaseDatasets } from "./rules/release-datasets.ts";
import { setTimers } from "./rules/set-timers.ts";
import { settleHandling } from "./rules/settle-handling.ts";
import { skipActions } from "./rules/skip-actions.ts";
import { startAttempts } from "./rules/start-attempts.ts";
import { startHostsAhead } from "./rules/start-hosts-ahead.ts";
import { stopAttempts } from "./rules/stop-attempts.ts";
import { type Command, type Rule, viewOf } from "./view.ts";

/** In the order in which one's decision is the other's ground. */
const rules: readonly Rule[] = [
  endAttemptsOfGoneHosts,
  stopAttempts,
  decideFailures,
  settleHandling,
  skipActions,
  setTimers,
  startAttempts,
  startHostsAhead,
  releaseDatasets,
  endHosts,
  endRun,
];

/**
 * What to do about the state: the commands of the first rule that has any, so that no rule sees what another has just
 * decided otherwise. Call it again on the state after them, until it has none; then the run waits for the world.
 * A pending intent is part of the state, and yields no command.
 */
export function next(plan: Plan, state: RunState, now: number): readonly Command[] {
  if (state.run === "" || state.end.is === "ended") return [];
  const view = viewOf(plan, state, now);
  for (const rule of rules) {
    const commands = rule(view);
    if (commands.length > 0) return commands;
  }
  return [];
}
