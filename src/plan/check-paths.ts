import { warning } from "../diagnostics/report.ts";
import type { Analysis, DefinedName } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import type { PlannedPublication } from "../model/plan.ts";
import type { ActionSettings } from "./action-settings.ts";
import { type Graph, upstreamOf } from "./graph.ts";
import { type UsedPath, usedPaths } from "./path-uses.ts";
import { type PathIndex, pathIndex } from "./path-index.ts";

interface Known {
  readonly graph: Graph;
  readonly analyses: ReadonlyMap<ActionId, Analysis>;
  readonly settings: ReadonlyMap<ActionId, ActionSettings>;
  readonly publications: ReadonlyMap<ActionId, readonly PlannedPublication[]>;
}

interface Write extends UsedPath {
  readonly writer: ActionId;
}

/**
 * A dataset that is handed over is computed when it is read, so a path that it is read from must not be written before
 * its last reader is done.
 */
export function checkOverwrites(known: Known): Diagnostic[] {
  const lazy = lazyDatasets(known);
  if (lazy.length === 0) return [];
  const writes = pathIndex(known.graph.order.flatMap((writer) => writesOf(writer, known)));
  return lazy.flatMap((dataset) => {
    const clash = firstClash(dataset, writes, known.graph);
    return clash ? [overwritten(dataset, clash)] : [];
  });
}

interface LazyDataset {
  readonly producer: ActionId;
  readonly publication: PlannedPublication;
  readonly paths: readonly UsedPath[];
}

/** The datasets that are computed when they are read, and of which it shows what they are read from. */
function lazyDatasets(known: Known): LazyDataset[] {
  const pathsOf = pathsIn(known);
  return known.graph.order.flatMap((producer) => {
    const isLazy = ({ as, readers }: PlannedPublication) =>
      (as === "reference" || as === "cache") && readers.length > 0;
    const lazy = known.publications.get(producer)?.filter(isLazy) ?? [];
    const datasets = lazy.map((publication) => ({ producer, publication, paths: pathsOf(producer, publication.name) }));
    return datasets.filter(({ paths }) => paths.length > 0);
  });
}

function writesOf(writer: ActionId, { analyses, settings }: Known): Write[] {
  const of = settings.get(writer);
  const uses = analyses.get(writer)?.pathsWritten ?? [];
  return of ? usedPaths(uses, of).map((used) => ({ ...used, writer })) : [];
}

/**
 * The paths that a dataset is read from, through datasets of other actions that are handed over as well. Asked in the
 * order of the actions, each answer builds upon those before it.
 */
function pathsIn(known: Known): (producer: ActionId, name: string) => readonly UsedPath[] {
  const found = new Map<string, readonly UsedPath[]>();
  const defined = new Map<ActionId, ReadonlyMap<string, DefinedName>>();
  const definitionOf = (id: ActionId, name: string) => {
    const names = defined.get(id) ?? new Map(known.analyses.get(id)?.defines.map((one) => [one.name, one]));
    defined.set(id, names);
    return names.get(name);
  };
  const isLazy = (id: ActionId, name: string) =>
    known.publications.get(id)?.some((one) => one.name === name && one.as === "reference") === true;
  const pathsOf = (producer: ActionId, name: string): readonly UsedPath[] => {
    const key = `${producer}\0${name}`;
    const before = found.get(key);
    if (before) return before;
    found.set(key, []);
    const [of, definition] = [known.settings.get(producer), definitionOf(producer, name)];
    if (!of || !definition) return [];
    const through = definition.from?.flatMap((one) =>
      isLazy(one.action, one.name) ? pathsOf(one.action, one.name) : [],
    );
    const paths = [...new Set([...usedPaths(definition.paths ?? [], of), ...(through ?? [])])];
    found.set(key, paths);
    return paths;
  };
  return pathsOf;
}

interface Clash {
  readonly read: UsedPath;
  readonly write: Write;
}

function firstClash(dataset: LazyDataset, writes: PathIndex<Write>, graph: Graph): Clash | undefined {
  const { producer, publication } = dataset;
  for (const read of dataset.paths) {
    for (const write of writes.overlapping(read.path)) {
      if (write.writer === producer) continue;
      const before = upstreamOf(write.writer, graph);
      const isAfterAll = publication.readers.every((reader) => before.has(reader));
      if (!isAfterAll && before.has(producer)) return { read, write };
    }
  }
  return undefined;
}

function overwritten({ producer, publication }: LazyDataset, { read, write }: Clash): Diagnostic {
  const dataset = `${producer}.${publication.name}`;
  const message = `${dataset} is read from ${read.path}, which ${write.writer} writes while it may still be needed.`;
  return warning("AMA1611", message, {
    at: write.use.at,
    hint: "Publish it `as: checkpoint`, so that its rows are kept, or write to another path.",
    related: [{ message: "it is read here", at: read.use.at }],
  });
}
