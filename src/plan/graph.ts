import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Action, ActionId, Job } from "../model/job.ts";
import type { PlannedEdge } from "../model/plan.ts";
import type { ResolvedRead } from "./resolve-reads.ts";

/** What the steps of the flow wait for. */
export interface Graph {
  /** Of each step, in the order of the flow. */
  readonly edges: ReadonlyMap<ActionId, ReadonlyMap<ActionId, Edge>>;
  /** All steps, each after those that it waits for, else in the order of the flow. */
  readonly order: readonly ActionId[];
  /** The reads that hold: those by SQL that would close a circle are reads of tables. */
  readonly reads: readonly ResolvedRead[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Edge {
  readonly because: PlannedEdge["because"];
  /** The read that adds it, or the entry of `after`. */
  readonly read?: ResolvedRead;
  readonly after?: Action["after"];
}

type Edges = Map<ActionId, Map<ActionId, Edge>>;

/** The default order or `after`, and an edge for every dataset that is read. */
export function buildGraph(job: Job, reads: readonly ResolvedRead[]): Graph {
  const edges = flowEdges(job);
  const isStep = (read: ResolvedRead) => edges.has(read.reader);
  const certain = reads.filter((read) => read.read.by !== "sql");
  for (const read of certain) addRead(edges, read);
  const sorted = sortActions(edges);
  if (sorted.circles.length > 0) {
    return {
      edges,
      order: sorted.order,
      reads: certain,
      diagnostics: sorted.circles.map((circle) => circular(circle, edges)),
    };
  }
  const place = new Map(sorted.order.map((id, i) => [id, i]));
  const isForward = (read: ResolvedRead) => (place.get(read.producer) ?? 0) < (place.get(read.reader) ?? 0);
  const isHeld = (read: ResolvedRead) => read.read.by !== "sql" || !isStep(read) || isForward(read);
  const held = reads.filter(isHeld);
  const tables = reads.filter((read) => !isHeld(read));
  for (const read of held) addRead(edges, read);
  return { edges, order: sorted.order, reads: held, diagnostics: tables.map(takenForTable) };
}

function flowEdges(job: Job): Edges {
  const byName = new Map(job.actions.map((action) => [action.name, action.id]));
  return new Map(
    job.actions.map((action, i) => {
      const above = job.actions[i - 1];
      const named = action.after?.flatMap(({ value }) => byName.get(value) ?? []);
      const edge: Edge = action.after ? { because: "after", after: action.after } : { because: "order" };
      const from = named ?? (above ? [above.id] : []);
      return [action.id, new Map(from.map((id) => [id, edge]))];
    }),
  );
}

function addRead(edges: Edges, read: ResolvedRead): void {
  const before = edges.get(read.reader);
  const edge = before?.get(read.producer);
  if (edge?.read === undefined) before?.set(read.producer, { ...edge, because: "dataset", read });
}

interface Sorted {
  readonly order: readonly ActionId[];
  readonly circles: readonly (readonly ActionId[])[];
}

/** Depth first, in the order of the flow, so that what has no other reason keeps that order. */
function sortActions(edges: Edges): Sorted {
  const order: ActionId[] = [];
  const circles: ActionId[][] = [];
  const state = new Map<ActionId, "open" | "done">();
  for (const root of edges.keys()) {
    const path: { id: ActionId; next: Iterator<ActionId> }[] = [];
    const enter = (id: ActionId) => {
      state.set(id, "open");
      path.push({ id, next: (edges.get(id) ?? new Map<ActionId, Edge>()).keys() });
    };
    if (!state.has(root)) enter(root);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const { value, done } = top.next.next();
      if (done) {
        state.set(top.id, "done");
        order.push(top.id);
        path.pop();
      } else if (state.get(value) === "open") {
        circles.push(path.slice(path.findIndex((step) => step.id === value)).map((step) => step.id));
      } else if (!state.has(value)) enter(value);
    }
  }
  return { order, circles };
}

/** `circle` lists actions of which each waits for the next, and the last for the first. */
function circular(circle: readonly ActionId[], edges: Edges): Diagnostic {
  const links = circle.map((id, i) => {
    const waitsFor = circle[(i + 1) % circle.length] ?? id;
    return { id, waitsFor, edge: edges.get(id)?.get(waitsFor) };
  });
  const [reading] = links.filter((link) => link.edge?.read);
  const told = links.map(({ id, waitsFor, edge }) => `${id} ${reason(edge, waitsFor)}`).join(", ");
  if (reading?.edge?.read) {
    const { read, name, producer } = reading.edge.read;
    const message = `${reading.id} reads "${producer}.${name}", but ${producer} runs after it: ${told}.`;
    return error("AMA1604", message, { at: read.at, hint: orderHint });
  }
  const at = links.flatMap(({ edge, waitsFor }) => edge?.after?.filter(({ value }) => value === waitsFor) ?? [])[0]?.at;
  return error("AMA1604", `Actions wait for each other: ${told}.`, { ...(at ? { at } : {}), hint: orderHint });
}

const orderHint = "Put the one that makes the dataset first, or say with `after:` what each waits for.";

function reason(edge: Edge | undefined, waitsFor: ActionId): string {
  if (edge?.read) return `reads ${waitsFor}.${edge.read.name}`;
  return edge?.because === "after" ? `waits for ${waitsFor}` : `comes after ${waitsFor}`;
}

function takenForTable({ read, reader, producer }: ResolvedRead): Diagnostic {
  const name = `${read.action}.${read.name}`;
  return warning("AMA1604", `"${name}" is taken for a table, as ${producer} runs after ${reader}.`, {
    at: read.at,
  });
}

/** All that come before an action, however far. */
export function upstreamOf(id: ActionId, graph: Graph): ReadonlySet<ActionId> {
  const found = new Set<ActionId>();
  const visit = [id];
  for (let at = visit.pop(); at !== undefined; at = visit.pop()) {
    for (const before of graph.edges.get(at)?.keys() ?? []) {
      if (!found.has(before)) visit.push(before);
      found.add(before);
    }
  }
  return found;
}
