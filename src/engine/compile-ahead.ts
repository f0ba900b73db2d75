import type { HostId } from "../model/event.ts";
import type { ActionId } from "../model/job.ts";
import type { Plan, PlannedAction } from "../model/plan.ts";
import type { RunState } from "../model/run-state.ts";
import type { HostLink, LinkPorts } from "./host-link.ts";

/** How many actions of a host are compiled before they run: enough to hide the compiler, little to waste after a failure. */
const window = 2;

/** While actions run, has those that follow compiled on the same host, one at a time, each once. */
export function openCompileAhead({ plan, epoch, ports, background }: LinkPorts & { plan: Plan; epoch: number }) {
  const asked = new Map<HostId, Set<ActionId>>();
  const busy = new Set<HostId>();

  async function compile(link: HostLink, action: PlannedAction): Promise<void> {
    const request = await ports.framework.compileRequestFor(action, epoch);
    if (request !== undefined) await link.handle.compile(request);
  }

  function askNext(state: RunState, host: HostId, link: HostLink): void {
    if (busy.has(host)) return;
    const done = asked.get(host) ?? new Set();
    const action = upcoming(plan, state, host).find(({ id }) => !done.has(id));
    if (action === undefined) return;
    asked.set(host, done.add(action.id));
    busy.add(host);
    background(compile(link, action).finally(() => busy.delete(host)));
  }

  return {
    follow(state: RunState, links: ReadonlyMap<HostId, HostLink | "starting">): void {
      for (const [host, link] of links) {
        if (link !== "starting" && state.hosts.get(host)?.life.is === "ready") askNext(state, host, link);
      }
    },
  };
}

/** The next steps of the flow that wait for this host, in the order of the plan. */
function upcoming(plan: Plan, state: RunState, host: HostId): readonly PlannedAction[] {
  const planned = state.hosts.get(host)?.planned;
  return plan.actions
    .filter(
      ({ id, host: on, role }) => on === planned && role.is === "flow" && state.actions.get(id)?.state.is === "waiting",
    )
    .slice(0, window);
}
