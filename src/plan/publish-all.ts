import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import type { PlannedHostId, PlannedPublication } from "../model/plan.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { ActionSettings } from "./action-settings.ts";
import type { Graph } from "./graph.ts";
import type { Placement } from "./hosts.ts";
import type { ListedAction } from "./listed-actions.ts";
import { type MayReaders, mayReadersOf } from "./may-readers.ts";
import type { PlanInput } from "./plan-input.ts";
import { publicationsOf, type ReadBy } from "./publications.ts";
import type { ResolvedRead } from "./resolve-reads.ts";
import type { Selected } from "./select-actions.ts";

/** What the stages before have found out. */
export interface Stages {
  readonly input: PlanInput;
  readonly listed: readonly ListedAction[];
  readonly byId: ReadonlyMap<ActionId, ListedAction>;
  readonly descriptors: ReadonlyMap<string, RunnerDescriptor>;
  readonly settings: ReadonlyMap<ActionId, ActionSettings>;
  readonly graph: Graph;
  readonly placement: Placement;
  readonly fingerprints: ReadonlyMap<ActionId, string>;
  readonly selected: Selected;
  readonly mayReadAnything: (id: ActionId) => boolean;
}

export interface Published {
  readonly publications: ReadonlyMap<ActionId, readonly PlannedPublication[]>;
  /** Of actions that run, by reader. */
  readonly reads: ReadonlyMap<ActionId, readonly ReadBy[]>;
  readonly diagnostics: readonly Diagnostic[];
}

/** Decides what becomes of every dataset of every action that runs. */
export function publishAll(stages: Stages): Published {
  const { input, listed, graph, placement, selected } = stages;
  const runs = (id: ActionId) => selected.executions.get(id)?.is === "run";
  const reads = graph.reads.filter((read) => runs(read.reader)).map((read) => readBy(read, stages));
  const byProducer = Map.groupBy(reads, (read) => read.producer);
  const mayRead = (id: ActionId) => runs(id) && stages.mayReadAnything(id);
  const mayReaders = mayReadersOf(listed, graph, mayRead, placement.hostOf);
  const writeAll = input.options.keep ? "`--keep`" : input.job.publish === "all" ? "`publish: all`" : undefined;

  const publications = new Map<ActionId, readonly PlannedPublication[]>();
  const diagnostics: Diagnostic[] = [];
  const random = randomness(stages, publications);
  for (const action of inOrder(stages)) {
    if (!runs(action.id)) continue;
    const behind: MayReaders = mayReaders.get(action.id) ?? new Map();
    const decided = publicationsOf({
      action,
      host: hostOf(action.id, placement),
      keepsObjects: stages.descriptors.get(action.type.value)?.host === "spark",
      ownFiles: stages.descriptors.get(action.type.value)?.ownFiles === true,
      analysis: input.analyses.get(action.id),
      reads: byProducer.get(action.id) ?? [],
      mayReaders: behind,
      mayFormats: [...behind.values()].flatMap((id) => formatsOf(id, stages)),
      writeAll,
      isRandom: (name) => random(action.id, name),
    });
    publications.set(action.id, decided.publishes);
    diagnostics.push(...decided.diagnostics);
  }
  return { publications, reads: Map.groupBy(reads, (read) => read.reader), diagnostics };
}

/** Producers before their readers, so that what a dataset is made of is decided before it is. */
function inOrder({ listed, byId, graph }: Stages) {
  const others = listed.filter(({ role }) => role.is !== "flow").map(({ action }) => action);
  return [...graph.order.flatMap((id) => byId.get(id)?.action ?? []), ...others];
}

function hostOf(id: ActionId, placement: Placement): PlannedHostId {
  const host = placement.hostOf.get(id);
  if (host === undefined) throw new Error(`${id} was placed on no host`);
  return host;
}

/** The formats that an action's type takes, where it says so. */
function formatsOf(id: ActionId, { byId, descriptors }: Stages): readonly (readonly string[])[] {
  const formats = descriptors.get(byId.get(id)?.action.type.value ?? "")?.formats;
  return formats === undefined ? [] : [formats];
}

function readBy(read: ResolvedRead, { byId, descriptors, placement }: Stages): ReadBy {
  const reader = byId.get(read.reader);
  const { takes = [], formats } = descriptors.get(reader?.action.type.value ?? "") ?? {};
  const usual = reader?.role.is === "flow" || reader?.role.is === "finally";
  const host = hostOf(read.reader, placement);
  return { ...read, host, takesReference: takes.includes("reference"), ...(formats ? { formats } : {}), usual };
}

/** Whether a dataset is random, or made of one that is handed over without being fixed. */
function randomness(
  { input }: Stages,
  publications: ReadonlyMap<ActionId, readonly PlannedPublication[]>,
): (id: ActionId, name: string) => boolean {
  const steps = new Map(input.job.actions.map((action) => [action.name, action.id]));
  const known = new Map<string, boolean>();
  const isRandom = (id: ActionId, name: string): boolean => {
    const key = `${id}\0${name}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, false);
    const defined = input.analyses.get(id)?.defines.find((definition) => definition.name === name);
    const isOfRandom = (defined?.from ?? []).some(({ action, name: other }) => {
      const producer = steps.get(action);
      const as = producer && publications.get(producer)?.find((one) => one.name === other)?.as;
      return producer !== undefined && as === "reference" && isRandom(producer, other);
    });
    const answer = defined?.nonDeterministic === true || isOfRandom;
    known.set(key, answer);
    return answer;
  };
  return isRandom;
}
