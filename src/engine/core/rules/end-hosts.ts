import type { PlannedHostId } from "../../../model/plan.ts";
import { type Command, unexecuted, type View } from "../view.ts";

/** Ends the hosts on which nothing will run any more; one that is not ready yet has nothing to bring to an end in good order. */
export function endHosts(view: View): readonly Command[] {
  return [...view.state.hosts.values()]
    .filter(({ life }) => life.is === "requested" || life.is === "started" || life.is === "ready")
    .filter(({ planned }) => !isHostNeeded(view, planned))
    .map(({ id, life }) => {
      const how = life.is === "ready" ? "shutdown" : "kill";
      return { type: "host.end-requested", host: id, how, reason: "it is no longer needed" };
    });
}

/** Objects on a host are read only by actions on it, so those alone decide; also when something is to be made again. */
export function isHostNeeded(view: View, planned: PlannedHostId): boolean {
  return view.actionsIn(...unexecuted).some((action) => action.host === planned);
}
