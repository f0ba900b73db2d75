import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId, Job } from "../model/job.ts";
import { nearest } from "../model/nearest.ts";
import type { PlannedExecution } from "../model/plan.ts";
import { type Graph, upstreamOf } from "./graph.ts";
import { listOf } from "./list-of.ts";
import type { ListedAction } from "./listed-actions.ts";
import type { EarlierResult, EarlierRun, Selection } from "./plan-input.ts";
import type { ResolvedRead } from "./resolve-reads.ts";

export interface Selected {
  readonly executions: ReadonlyMap<ActionId, PlannedExecution>;
  readonly diagnostics: readonly Diagnostic[];
}

interface Known {
  readonly job: Job;
  readonly graph: Graph;
  readonly fingerprints: ReadonlyMap<ActionId, string>;
  readonly mayReadAnything: (id: ActionId) => boolean;
  /** The steps' reads by reader. */
  readonly reads: ReadonlyMap<ActionId, readonly ResolvedRead[]>;
}

type Executions = Map<ActionId, PlannedExecution>;

/** Decides what runs, what is used again of an earlier run, and what is left out. */
export function selectActions(
  listed: readonly ListedAction[],
  job: Job,
  graph: Graph,
  selection: Selection,
  fingerprints: ReadonlyMap<ActionId, string>,
  mayReadAnything: (id: ActionId) => boolean,
): Selected {
  const reads = Map.groupBy(graph.reads, (read) => read.reader);
  const known = { job, graph, fingerprints, mayReadAnything, reads };
  const diagnostics: Diagnostic[] = [];
  const executions = ofSteps(selection, known, diagnostics);
  for (const { action, role } of listed) {
    if (role.is === "error") executions.set(action.id, asItsParent(role.of, executions));
    else if (role.is !== "flow") executions.set(action.id, { is: "run" });
  }
  return { executions, diagnostics };
}

function ofSteps(selection: Selection, known: Known, diagnostics: Diagnostic[]): Executions {
  switch (selection.is) {
    case "all":
      return new Map(known.graph.order.map((id) => [id, { is: "run" }]));
    case "resume":
      return resumed(selection.earlier, known);
    case "only":
      return partly(idsOf(selection.actions, "--only", known, diagnostics), selection.inputs, known, diagnostics);
    case "from": {
      const first = idsOf([selection.action], "--from", known, diagnostics);
      return partly(withDownstream(first, known.graph), selection.inputs, known, diagnostics);
    }
  }
}

function asItsParent(parent: ActionId, executions: Executions): PlannedExecution {
  const of = executions.get(parent);
  if (of?.is === "run") return { is: "run" };
  return { is: "leave", because: `${parent} does not run` };
}

function idsOf(names: readonly string[], option: string, known: Known, diagnostics: Diagnostic[]): Set<ActionId> {
  const steps = new Map(known.job.actions.map((action) => [action.name, action.id]));
  const ids = names.flatMap((name) => {
    const id = steps.get(name);
    if (id !== undefined) return [id];
    const meant = nearest(name, steps.keys());
    const hint = meant === undefined ? `The steps are ${listOf([...steps.keys()])}.` : `Did you mean "${meant}"?`;
    diagnostics.push(error("AMA1616", `${option} names "${name}", but the flow has no such action.`, { hint }));
    return [];
  });
  return new Set(ids);
}

function withDownstream(ids: ReadonlySet<ActionId>, graph: Graph): Set<ActionId> {
  const found = new Set(ids);
  for (const id of graph.order) {
    const before = [...(graph.edges.get(id)?.keys() ?? [])];
    if (before.some((other) => found.has(other))) found.add(id);
  }
  return found;
}

/** A step's earlier result counts when nothing that decides it has changed and what is still read of it lies in files. */
function resumed(earlier: EarlierRun, known: Known): Executions {
  const executions: Executions = new Map();
  for (const id of known.graph.order) {
    const result = earlier.actions[id];
    if (!result) executions.set(id, { is: "run", because: `it has not succeeded in run ${earlier.run}` });
    else if (result.fingerprint !== known.fingerprints.get(id)) {
      executions.set(id, { is: "run", because: `it, or something before it, has changed since run ${earlier.run}` });
    }
  }
  const needs = needsOf(known);
  for (const id of known.graph.order.toReversed()) {
    if (!executions.has(id)) {
      const result = earlier.actions[id];
      const lack = needs.lacking(id, result);
      if (result && lack === undefined)
        executions.set(id, reuse(earlier, result, `it succeeded in run ${earlier.run}`));
      else executions.set(id, { is: "run", because: `${lack ?? "its result"} was not written in run ${earlier.run}` });
    }
    if (executions.get(id)?.is === "run") needs.add(id);
  }
  return inOrder(executions, known);
}

/** Only the chosen steps, and of the producers that they lack those whose datasets no earlier run has written. */
function partly(
  chosen: ReadonlySet<ActionId>,
  inputs: EarlierRun | undefined,
  known: Known,
  diagnostics: Diagnostic[],
): Executions {
  const executions: Executions = new Map([...chosen].map((id) => [id, { is: "run", because: "it was chosen" }]));
  const needs = needsOf(known);
  for (const id of known.graph.order.toReversed()) {
    if (!chosen.has(id)) executions.set(id, lackOf(id, inputs, needs, known, diagnostics));
    if (executions.get(id)?.is === "run") needs.add(id);
  }
  return inOrder(executions, known);
}

function lackOf(
  id: ActionId,
  inputs: EarlierRun | undefined,
  needs: Needs,
  known: Known,
  diagnostics: Diagnostic[],
): PlannedExecution {
  if (!needs.any(id)) return { is: "leave", because: "it was not chosen" };
  const result = inputs?.actions[id];
  const lack = needs.lacking(id, result);
  if (!inputs) return { is: "run", because: `${lack ?? "what it makes"} is needed, and no earlier run has written it` };
  if (!result || lack !== undefined) {
    return { is: "run", because: `${lack ?? "what it makes"} is needed, and was not written in run ${inputs.run}` };
  }
  if (result.fingerprint !== known.fingerprints.get(id)) diagnostics.push(changedSince(id, inputs));
  return reuse(inputs, result, `what it made is taken from run ${inputs.run}`);
}

function changedSince(id: ActionId, inputs: EarlierRun): Diagnostic {
  return warning(
    "AMA1618",
    `${id}, or something before it, has changed since run ${inputs.run}, whose datasets are used.`,
    {
      hint: `Choose it as well to run it again.`,
    },
  );
}

interface Needs {
  /** This action runs, and needs what it reads. */
  add(reader: ActionId): void;
  any(producer: ActionId): boolean;
  /** What is needed of a producer and not in a file, for people; undefined where nothing is. */
  lacking(producer: ActionId, result: EarlierResult | undefined): string | undefined;
}

function needsOf(known: Known): Needs {
  const names = new Map<ActionId, Set<string>>();
  const anything = new Map<ActionId, ActionId>();
  return {
    add(reader) {
      for (const read of known.reads.get(reader) ?? []) {
        const needed = names.get(read.producer) ?? new Set();
        names.set(read.producer, needed.add(read.name));
      }
      if (known.mayReadAnything(reader)) for (const id of upstreamOf(reader, known.graph)) anything.set(id, reader);
    },
    any: (producer) => names.has(producer) || anything.has(producer),
    lacking(producer, result) {
      const written = new Set(
        result?.datasets.flatMap((dataset) => (dataset.path === undefined ? [] : [dataset.name])),
      );
      const missing = [...(names.get(producer) ?? [])].find((name) => !written.has(name));
      if (missing !== undefined) return `${producer}.${missing}`;
      const reader = anything.get(producer);
      const isGone = !result || written.size < result.datasets.length || (result.gone ?? []).length > 0;
      return reader !== undefined && isGone ? `something that ${reader} may read` : undefined;
    },
  };
}

function reuse(run: EarlierRun, result: EarlierResult, because: string): PlannedExecution {
  const datasets = result.datasets.filter(({ path }) => path !== undefined);
  return { is: "reuse", run: run.run, datasets, because };
}

function inOrder(executions: Executions, known: Known): Executions {
  return new Map(known.graph.order.map((id) => [id, executions.get(id) ?? { is: "run" }]));
}
