import type { Analysis } from "../model/analysis.ts";
import type { Action, ActionId } from "../model/job.ts";
import type {
  PlannedAction,
  PlannedEdge,
  PlannedExecution,
  PlannedPublication,
  PlannedSourceUse,
  RunTemplate,
} from "../model/plan.ts";
import type { ActionSettings } from "./action-settings.ts";
import { writesOutside } from "./check-sources.ts";
import type { Graph } from "./graph.ts";
import type { ListedAction } from "./listed-actions.ts";
import { plannedReads } from "./planned-reads.ts";
import type { Published, Stages } from "./publish-all.ts";
import { publishableOf } from "./resolve-reads.ts";

/** Puts together what the stages have decided of each action. */
export function planActions(stages: Stages, published: Published): PlannedAction[] {
  const { executions } = stages.selected;
  const edges = edgesOf(stages.graph, executions);
  return stages.listed.map((one) => planAction(one, edges.get(one.action.id) ?? [], stages, published));
}

function planAction(
  { action, role }: ListedAction,
  after: readonly PlannedEdge[],
  stages: Stages,
  published: Published,
): PlannedAction {
  const { input, placement, selected, settings } = stages;
  const of = settings.get(action.id);
  const host = placement.hostOf.get(action.id);
  if (!of || host === undefined) throw new Error(`${action.id} has no settings or no host`);
  const analysis = input.analyses.get(action.id);
  // Before an action that waits for none there is nothing that it could read.
  const isFirst = role.is === "flow" && stages.graph.edges.get(action.id)?.size === 0;
  const execution = selected.executions.get(action.id) ?? { is: "run" };
  const publishes =
    execution.is === "reuse" ? reused(action.id, execution, published) : (published.publications.get(action.id) ?? []);
  return {
    id: action.id,
    name: action.name,
    type: action.type.value,
    role,
    execution,
    host,
    after,
    reads: plannedReads(
      published.reads.get(action.id) ?? [],
      published.publications,
      selected.executions,
      placement.hostOf,
    ),
    mayReadAnything: stages.mayReadAnything(action.id) && !isFirst,
    publishes,
    retry: action.retry,
    ...(action.timeoutMs === undefined ? {} : { timeoutMs: action.timeoutMs }),
    run: templateOf(action, of, stages),
    fingerprint: stages.fingerprints.get(action.id) ?? "",
    writesOutside: writesOutside(analysis, of),
    sources: sourceUses(analysis),
    notWritten: execution.is === "run" ? notWritten(publishes, [...publishableOf(analysis).values()]) : [],
  };
}

/** Each way of using each source once, in the order of the file. */
function sourceUses(analysis: Analysis | undefined): PlannedSourceUse[] {
  const uses = (analysis?.sources ?? []).map(({ name, access }) => ({ name, access }));
  return [...new Map(uses.map((use) => [`${use.access} ${use.name}`, use])).values()];
}

/** What is left of an earlier run; it is there already, and readers find it as they find what this run writes. */
function reused(
  id: ActionId,
  { datasets, because }: PlannedExecution & { is: "reuse" },
  { reads }: Published,
): PlannedPublication[] {
  const readers = (name: string) =>
    [...reads]
      .filter(([, all]) => all.some((read) => read.producer === id && read.name === name))
      .map(([reader]) => reader);
  return datasets.map(({ name, format }) => ({
    name,
    as: "file",
    ...(format === undefined ? {} : { format }),
    readers: readers(name),
    why: because,
  }));
}

function notWritten(
  publishes: readonly PlannedPublication[],
  names: readonly { readonly name: string; readonly plain?: boolean }[],
): string[] {
  // A checkpoint lies in files, too.
  const isWritten = ({ as }: PlannedPublication) => as === "file" || as === "checkpoint";
  const written = new Set(publishes.filter(isWritten).map(({ name }) => name));
  return names.filter(({ name, plain }) => !plain && !written.has(name)).map(({ name }) => name);
}

function templateOf({ id, source, type }: Action, of: ActionSettings, { input, descriptors }: Stages): RunTemplate {
  const connection = descriptors.get(type.value)?.connection;
  const digest = input.sources.get(id);
  return {
    ...(source.kind === "file" || source.kind === "jar" ? { file: source.path } : {}),
    ...(digest === undefined ? {} : { sourceDigest: digest }),
    ...(source.kind === "jar" || source.kind === "artifact" ? { mainClass: source.mainClass } : {}),
    args: of.args,
    env: of.env,
    conf: connection === undefined ? of.session : (of.connections[connection] ?? {}),
    envVars: of.envVars,
    sources: of.sources,
    session: input.job.session,
  };
}

/** The edges of the flow; those to an action that is left out lead to what that one waits for. */
function edgesOf(graph: Graph, executions: ReadonlyMap<ActionId, PlannedExecution>): Map<ActionId, PlannedEdge[]> {
  const planned = new Map<ActionId, PlannedEdge[]>();
  for (const id of graph.order) {
    const found = new Map<ActionId, PlannedEdge["because"]>();
    for (const [before, { because }] of graph.edges.get(id) ?? []) {
      if (executions.get(before)?.is !== "leave") found.set(before, because);
      else for (const edge of planned.get(before) ?? []) if (!found.has(edge.action)) found.set(edge.action, "order");
    }
    planned.set(
      id,
      [...found].map(([action, because]) => ({ action, because })),
    );
  }
  return planned;
}
