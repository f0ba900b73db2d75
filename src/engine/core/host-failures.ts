import type { ActionError } from "../../model/event.ts";
import type { PlannedHostId } from "../../model/plan.ts";
import type { HostState } from "../../model/run-state.ts";
import { hostLostError } from "./errors.ts";
import { lostLimit } from "./retry-policy.ts";
import { livingHost, type View } from "./view.ts";

/** Whether no host of that plan can be had any more: one could not be started, or too many died with nothing to do. */
export function hasFailedForGood(view: View, planned: PlannedHostId): boolean {
  return livingHost(view, planned) === undefined && failureOf(view, planned) !== undefined;
}

/** Why it cannot be had. */
export function hostError(view: View, planned: PlannedHostId): ActionError {
  const error = failureOf(view, planned);
  if (error === undefined) throw new Error(`the host ${planned} has not failed`);
  return error;
}

function failureOf(view: View, planned: PlannedHostId): ActionError | undefined {
  const hosts = hostsOf(view, planned);
  const failed = hosts.findLast((host) => host.life.is === "failed");
  if (failed?.life.is === "failed") return failed.life.error;
  // Deaths during attempts count against those actions; these would otherwise count against nothing, and go on for ever.
  const idle = hosts.flatMap(({ life }) => (life.is === "lost" && life.idle ? [life.reason] : []));
  return idle.length > lostLimit ? hostLostError(idle.length, idle.at(-1) ?? "") : undefined;
}

function hostsOf(view: View, planned: PlannedHostId): readonly HostState[] {
  return [...view.state.hosts.values()].filter((host) => host.planned === planned);
}
