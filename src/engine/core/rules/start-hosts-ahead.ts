import { requestHost } from "../request-host.ts";
import type { Command, View } from "../view.ts";

/**
 * Requests the hosts of steps still to come: a session takes seconds to be there, which pass while earlier actions run.
 * What only an error action or the job's last ones run on is not started on suspicion; and a host that is gone is
 * replaced when something is due on it.
 */
export function startHostsAhead(view: View): readonly Command[] {
  const requested = new Set([...view.state.hosts.values()].map(({ planned }) => planned));
  const isAll = view.plan.hosts.every(({ id }) => requested.has(id));
  if (isAll || view.state.cancel.is !== "none") return [];
  const steps = view.actionsIn("waiting").filter(({ role }) => role.is === "flow");
  const missing = new Set(steps.map(({ host }) => host).filter((host) => !requested.has(host)));
  return [...missing].map((planned) => requestHost(view, planned));
}
