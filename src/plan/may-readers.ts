import type { ActionId } from "../model/job.ts";
import type { PlannedHostId } from "../model/plan.ts";
import type { Graph } from "./graph.ts";
import { type ListedAction, parentsOf } from "./listed-actions.ts";

/** Of one action: for each host, an action behind it there that may read anything. */
export type MayReaders = ReadonlyMap<PlannedHostId, ActionId>;

/** For every step of the flow, who after it may read any dataset of it; one example for each host is enough. */
export function mayReadersOf(
  listed: readonly ListedAction[],
  graph: Graph,
  mayReadAnything: (id: ActionId) => boolean,
  hostOf: ReadonlyMap<ActionId, PlannedHostId>,
): Map<ActionId, MayReaders> {
  const byId = new Map(listed.map((one) => [one.action.id, one]));
  const last = new Map<PlannedHostId, ActionId>();
  const own = new Map<ActionId, Map<PlannedHostId, ActionId>>();
  for (const one of listed) {
    const { id } = one.action;
    if (!mayReadAnything(id)) continue;
    const host = hostOf.get(id) ?? "";
    const step = one.role.is === "flow" ? id : parentsOf(one, byId).at(-1);
    if (step === undefined || !graph.edges.has(step)) last.set(host, id);
    else own.set(step, new Map([...(own.get(step) ?? []), [host, id]]));
  }
  const behind = new Map(graph.order.map((id) => [id, new Map(last)]));
  for (const id of graph.order.toReversed()) {
    const passed = [...(behind.get(id) ?? []), ...(own.get(id) ?? [])];
    if (passed.length === 0) continue;
    for (const before of graph.edges.get(id)?.keys() ?? []) {
      for (const [host, reader] of passed) behind.get(before)?.set(host, reader);
    }
  }
  return behind;
}
