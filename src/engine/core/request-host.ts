import type { PlannedHostId } from "../../model/plan.ts";
import type { Command, View } from "./view.ts";

/** The ids are the run's own and count on, so nobody else's process ever bears the same. */
export function requestHost(view: View, planned: PlannedHostId): Command {
  const earlier = [...view.state.hosts.values()].filter((host) => host.planned === planned).length;
  return { type: "host.requested", host: `${view.state.run}-${planned}-${earlier + 1}`, planned };
}
