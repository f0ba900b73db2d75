import { note, warning } from "../diagnostics/report.ts";
import type { Analysis } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import type { PlannedPublication } from "../model/plan.ts";
import type { ActionSettings } from "./action-settings.ts";
import { type Graph, upstreamOf } from "./graph.ts";
import { type UsedPath, usedPaths } from "./path-uses.ts";
import { overlap, schemeOf, successors } from "./paths.ts";

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
  const writes = known.graph.order.flatMap((writer) => writesOf(writer, known));
  if (writes.length === 0) return [];
  const upstream = new Map(writes.map(({ writer }) => [writer, upstreamOf(writer, known.graph)]));
  return known.graph.order.flatMap((producer) => {
    const lazy = known.publications.get(producer)?.filter(({ as }) => as === "reference" || as === "cache") ?? [];
    return lazy.flatMap((dataset) => {
      const paths = pathsOf(producer, dataset.name, known, new Set());
      const clash = firstClash(paths, dataset, producer, writes, upstream);
      return clash ? [overwritten(producer, dataset, clash)] : [];
    });
  });
}

function writesOf(writer: ActionId, { analyses, settings }: Known): Write[] {
  const of = settings.get(writer);
  const uses = analyses.get(writer)?.pathsWritten ?? [];
  return of ? usedPaths(uses, of).map((used) => ({ ...used, writer })) : [];
}

/** The paths that a dataset is read from, through datasets of other actions that are handed over as well. */
function pathsOf(producer: ActionId, name: string, known: Known, seen: Set<string>): UsedPath[] {
  const key = `${producer}\0${name}`;
  const of = known.settings.get(producer);
  const defined = known.analyses.get(producer)?.defines.find((definition) => definition.name === name);
  if (seen.has(key) || !of || !defined) return [];
  seen.add(key);
  const further = (defined.from ?? []).flatMap(({ action, name: other }) => {
    const isLazy = known.publications.get(action)?.some((one) => one.name === other && one.as === "reference");
    return isLazy ? pathsOf(action, other, known, seen) : [];
  });
  return [...usedPaths(defined.paths ?? [], of), ...further];
}

interface Clash {
  readonly read: UsedPath;
  readonly write: Write;
}

function firstClash(
  paths: readonly UsedPath[],
  { readers }: PlannedPublication,
  producer: ActionId,
  writes: readonly Write[],
  upstream: ReadonlyMap<ActionId, ReadonlySet<ActionId>>,
): Clash | undefined {
  for (const read of paths) {
    for (const write of writes) {
      if (write.writer === producer || !overlap(read.path, write.path)) continue;
      const before = upstream.get(write.writer) ?? new Set();
      const isAfterAll = readers.length > 0 && readers.every((reader) => before.has(reader));
      if (!isAfterAll && before.has(producer)) return { read, write };
    }
  }
  return undefined;
}

function overwritten(producer: ActionId, dataset: PlannedPublication, { read, write }: Clash): Diagnostic {
  const message = `${producer}.${dataset.name} is read from ${read.path}, which ${write.writer} writes while it may still be needed.`;
  return warning("AMA1611", message, {
    at: write.use.at,
    hint: `Publish it \`as: checkpoint\`, so that its rows are kept, or write to another path.`,
    related: [{ message: "it is read here", at: read.use.at }],
  });
}

/** Schemes that Hadoop has given up are taken for their successors where the session has no file system for them. */
export function noteSchemes(settings: Iterable<ActionSettings>): Diagnostic[] {
  const found = new Map<string, string>();
  for (const { env, environment } of settings) {
    const uris = environment.sources.map((source) => source.options["uri"]);
    for (const path of [env.inputRootPath, env.outputRootPath, env.workingDir, ...uris]) {
      const scheme = typeof path === "string" ? schemeOf(path) : undefined;
      if (typeof path === "string" && scheme !== undefined && Object.hasOwn(successors, scheme))
        found.set(scheme, path);
    }
  }
  return [...found].map(([scheme, path]) =>
    note(
      "AMA1619",
      `${scheme}: is taken for ${successors[scheme]}: (${path}) unless the session has a file system for it.`,
    ),
  );
}
