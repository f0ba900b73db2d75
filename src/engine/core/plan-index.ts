import type { ActionId } from "../../model/job.ts";
import type { Location } from "../../model/location.ts";
import type { Plan, PlannedAction, PlannedHost, PlannedHostId } from "../../model/plan.ts";
import { datasetKey } from "../../model/run-state.ts";

/** What the rules look up in a plan again and again; made once per plan. */
export interface PlanIndex {
  readonly actions: ReadonlyMap<ActionId, PlannedAction>;
  readonly hosts: ReadonlyMap<PlannedHostId, PlannedHost>;
  /** The error action of an action that has one. */
  readonly errorActionOf: ReadonlyMap<ActionId, ActionId>;
  /** The part of the run that an action belongs to: an error action belongs to its parent's. */
  readonly partOf: ReadonlyMap<ActionId, RunPart>;
  /** All datasets that an action reads or, where it computes names, may read. */
  readonly reads: ReadonlyMap<ActionId, readonly IndexedRead[]>;
  /** The other way round, by `datasetKey`. */
  readonly readers: ReadonlyMap<string, readonly ActionId[]>;
}

export type RunPart = "flow" | "job-error" | "finally";

export interface IndexedRead {
  readonly action: ActionId;
  readonly name: string;
  /** The `datasetKey` of the two. */
  readonly key: string;
  readonly as: "reference" | "file";
  /** It might be read, as far as can be told; its absence is no reason to fail. */
  readonly optional: boolean;
  /** Where it is asked for, where one place is known. */
  readonly at?: Location;
}

const indexes = new WeakMap<Plan, PlanIndex>();

export function indexOf(plan: Plan): PlanIndex {
  const known = indexes.get(plan);
  if (known !== undefined) return known;
  const made = makeIndex(plan);
  indexes.set(plan, made);
  return made;
}

function makeIndex(plan: Plan): PlanIndex {
  const actions = new Map(plan.actions.map((action) => [action.id, action]));
  const reads = new Map(plan.actions.map((action) => [action.id, readsOf(action, actions)]));
  return {
    actions,
    hosts: new Map(plan.hosts.map((host) => [host.id, host])),
    errorActionOf: new Map(
      plan.actions.flatMap(({ id, role }) => (role.is === "error" ? [[role.of, id] as const] : [])),
    ),
    partOf: new Map(plan.actions.map((action) => [action.id, partOf(action, actions)])),
    reads,
    readers: readersOf(reads),
  };
}

function partOf(action: PlannedAction, actions: ReadonlyMap<ActionId, PlannedAction>): RunPart {
  if (action.role.is !== "error") return action.role.is;
  const parent = actions.get(action.role.of);
  if (parent === undefined) throw new Error(`the plan has ${action.id} for ${action.role.of}, which it does not have`);
  return partOf(parent, actions);
}

function readsOf(action: PlannedAction, actions: ReadonlyMap<ActionId, PlannedAction>): readonly IndexedRead[] {
  const isFlow = action.role.is === "flow";
  const named = action.reads.map(({ action, name, as, optional = false, at }) => ({
    action,
    name,
    key: datasetKey(action, name),
    as,
    optional: optional || !isFlow,
    ...(at === undefined ? {} : { at }),
  }));
  if (!action.mayReadAnything) return named;
  const known = new Set(named.map((read) => read.key));
  const further = upstreamOf(action, actions).flatMap((producer) =>
    producer.publishes
      .filter((dataset) => !known.has(datasetKey(producer.id, dataset.name)))
      .map((dataset) => ({
        action: producer.id,
        name: dataset.name,
        key: datasetKey(producer.id, dataset.name),
        as: producer.host === action.host ? ("reference" as const) : ("file" as const),
        optional: true,
      })),
  );
  return [...named, ...further];
}

function readersOf(reads: ReadonlyMap<ActionId, readonly IndexedRead[]>): ReadonlyMap<string, readonly ActionId[]> {
  const readers = new Map<string, ActionId[]>();
  // The last readers come first: they are the ones that are mostly still to come.
  for (const [reader, all] of [...reads].toReversed()) {
    for (const { key } of all) {
      const known = readers.get(key);
      if (known === undefined) readers.set(key, [reader]);
      else known.push(reader);
    }
  }
  return readers;
}

/** Everything that must have ended before the action: what it comes after, and for an error action what its parent did. */
function upstreamOf(action: PlannedAction, actions: ReadonlyMap<ActionId, PlannedAction>): readonly PlannedAction[] {
  const found = new Map<ActionId, PlannedAction>();
  const visit = (from: PlannedAction): void => {
    const parents = from.role.is === "error" ? [from.role.of] : [];
    for (const id of [...from.after.map((edge) => edge.action), ...parents]) {
      const above = actions.get(id);
      if (above === undefined || found.has(id)) continue;
      found.set(id, above);
      visit(above);
    }
  };
  visit(action);
  return [...found.values()];
}
