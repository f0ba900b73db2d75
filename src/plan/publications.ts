import { warning } from "../diagnostics/report.ts";
import type { Analysis, DefinedName } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Action, DeclaredPublication } from "../model/job.ts";
import type { PlannedHostId, PlannedPublication } from "../model/plan.ts";
import { listOf } from "./list-of.ts";
import type { MayReaders } from "./may-readers.ts";
import { publishableOf, type ResolvedRead } from "./resolve-reads.ts";

/** What is known of one action that runs, to decide what becomes of its datasets. */
export interface Producer {
  readonly action: Action;
  readonly host: PlannedHostId;
  /** Whether its host keeps datasets as objects for actions that follow; a process keeps none. */
  readonly keepsObjects: boolean;
  /** Whether its datasets are files that it makes itself. */
  readonly ownFiles: boolean;
  readonly analysis: Analysis | undefined;
  /** The reads of its datasets by actions that run. */
  readonly reads: readonly ReadBy[];
  readonly mayReaders: MayReaders;
  /** Of each of them that says so: the formats of files that it takes, the best first. */
  readonly mayFormats: readonly (readonly string[])[];
  /** `publish: all` or `--keep`, where everything is to be written. */
  readonly writeAll: string | undefined;
  /** Whether a dataset gives other rows each time it is computed, through what it is made of too. */
  readonly isRandom: (name: string) => boolean;
}

export interface ReadBy extends ResolvedRead {
  readonly host: PlannedHostId;
  /** Whether the reader can be handed an object of its host. */
  readonly takesReference: boolean;
  /** Formats of files that the reader takes, the best first; any, where it does not say. */
  readonly formats?: readonly string[];
  /** Whether the reader runs in every run that goes well; an error action does not. */
  readonly usual: boolean;
}

export interface Publications {
  readonly publishes: readonly PlannedPublication[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Decides for each dataset of an action whether it is handed over, kept or written: nothing is written unless needed. */
export function publicationsOf(producer: Producer): Publications {
  const diagnostics: Diagnostic[] = [];
  const names = publishableOf(producer.analysis);
  const reads = Map.groupBy(producer.reads, (read) => read.name);
  const declared = new Map(producer.action.publishes.map((publication) => [publication.name, publication]));
  const wanted = new Set([...declared.keys(), ...reads.keys()]);
  const publishes = [...wanted].map((name) =>
    decide(
      { name, reads: reads.get(name) ?? [], declared: declared.get(name), defined: names.get(name) },
      producer,
      diagnostics,
    ),
  );
  return { publishes: [...publishes, ...justInCase(wanted, names, producer)], diagnostics };
}

interface Dataset {
  readonly name: string;
  readonly reads: readonly ReadBy[];
  readonly declared: DeclaredPublication | undefined;
  readonly defined: DefinedName | undefined;
}

function decide(dataset: Dataset, producer: Producer, diagnostics: Diagnostic[]): PlannedPublication {
  const { name, reads, declared, defined } = dataset;
  const readers = [...new Set(reads.map((read) => read.reader))];
  const { as, why } = meansOf(dataset, producer);
  const format = as === "file" ? formatFor(dataset, producer, diagnostics) : {};
  if (as === "file" && declared && declared.as !== "file")
    diagnostics.push(mustBeWritten(dataset, producer, declared, why));
  const optional = isCertain(dataset, producer) ? {} : { optional: true };
  return { name, as, ...format, readers, ...optional, why, ...(defined ? { definedAt: defined.at } : {}) };
}

/**
 * Whether the action defines it, by what it shows or by what maki.yml says, and nothing but a dataset can be meant. What
 * is written only because everything is need not be fit for a file, such as an RDD of objects.
 */
function isCertain({ declared, defined, reads }: Dataset, producer: Producer): boolean {
  if (declared) return defined !== undefined || isOpen(producer);
  if (producer.writeAll !== undefined && reads.every((read) => isAtHand(read, producer))) return false;
  return defined !== undefined && !defined.plain && reads.some(({ read }) => read.by !== "sql");
}

function isOpen({ analysis }: Producer): boolean {
  return analysis === undefined || analysis.open.length > 0;
}

type Means = Pick<PlannedPublication, "as" | "why">;

function meansOf({ name, reads, declared }: Dataset, producer: Producer): Means {
  const [elsewhere] = reads.filter((read) => !isAtHand(read, producer));
  if (declared?.as === "file") return { as: "file", why: `maki.yml asks for ${declared.format ?? "parquet"}` };
  if (elsewhere) return { as: "file", why: whyElsewhere(elsewhere) };
  if (producer.writeAll !== undefined) return { as: "file", why: `${producer.writeAll} persists everything` };
  const distant = distantMayReader(producer);
  if (distant && !declared) return distant;
  if (declared && !producer.keepsObjects)
    return { as: "file", why: "maki.yml asks for it, and its host keeps files only" };
  if (declared) return { as: declared.as, why: "maki.yml asks for it" };
  const usual = reads.filter((read) => read.usual);
  const readers = [...new Set(usual.map((read) => read.reader))];
  if (usual.length > 1 && producer.isRandom(name)) {
    const times = readers.length > 1 ? `by ${listOf(readers)}` : `${usual.length} times by ${listOf(readers)}`;
    return { as: "checkpoint", why: `its rows are random and it is read ${times}, so they are fixed once` };
  }
  if (readers.length > 1) return { as: "cache", why: `read by ${listOf(readers)} on the same host` };
  const all = readers.length > 0 ? readers : [...new Set(reads.map((read) => read.reader))];
  return { as: "reference", why: `read by ${listOf(all)} on the same host` };
}

function isAtHand(read: ReadBy, producer: Producer): boolean {
  return read.takesReference && read.host === producer.host;
}

function whyElsewhere(read: ReadBy): string {
  return read.takesReference ? `${read.reader} runs on another host (${read.host})` : `${read.reader} reads files`;
}

function distantMayReader(producer: Producer): Means | undefined {
  for (const [host, reader] of producer.mayReaders) {
    if (host !== producer.host) return { as: "file", why: `${reader} may read it, and runs on another host (${host})` };
    if (!producer.keepsObjects) return { as: "file", why: `${reader} may read it, and reads files` };
  }
  return undefined;
}

/** What is published although nobody is known to read it. */
function justInCase(
  wanted: ReadonlySet<string>,
  names: ReadonlyMap<string, DefinedName>,
  producer: Producer,
): PlannedPublication[] {
  const [reader] = producer.mayReaders.values();
  if (producer.writeAll === undefined && reader === undefined) return [];
  const kept: Means = { as: "reference", why: `${reader} may read it` };
  const means = producer.writeAll
    ? { as: "file" as const, why: `${producer.writeAll} persists everything` }
    : (distantMayReader(producer) ?? kept);
  const format = means.as === "file" && !producer.ownFiles ? { format: formatForAll(producer.mayFormats) } : {};
  const entry = (name: string) => ({ name, ...means, ...format, readers: [], optional: true });
  const named = [...names.values()].filter((defined) => !defined.plain && !wanted.has(defined.name));
  return [
    ...named.map(({ name, at }) => ({ ...entry(name), definedAt: at })),
    ...(isOpen(producer) ? [entry("*")] : []),
  ];
}

function formatFor(dataset: Dataset, producer: Producer, diagnostics: Diagnostic[]): { readonly format?: string } {
  if (!producer.ownFiles) return { format: formatOf(dataset, producer, diagnostics) };
  const format = dataset.declared?.format;
  return format === undefined ? {} : { format };
}

function formatOf({ name, reads, declared }: Dataset, producer: Producer, diagnostics: Diagnostic[]): string {
  const choosy = [...reads.flatMap(({ formats }) => (formats === undefined ? [] : [formats])), ...producer.mayFormats];
  const asked = [...new Set(reads.flatMap(({ read }) => (read.by === "sql" ? [] : (read.format ?? []))))];
  const format = declared?.format ?? asked[0] ?? formatForAll(choosy);
  const other = asked.find((one) => one !== format);
  if (other !== undefined) {
    const read = reads.find((one) => one.read.format === other)?.read;
    diagnostics.push(
      warning("AMA1615", `${producer.action.id}.${name} is written as ${format}, though it is read as ${other}.`, {
        ...(read ? { at: read.at } : {}),
        hint: "Readers get it in whatever format it is written; one format is enough.",
      }),
    );
  }
  return format;
}

/** Parquet, unless a reader cannot read it. */
function formatForAll(choosy: readonly (readonly string[])[]): string {
  const takenByAll = (format: string) => choosy.every((formats) => formats.includes(format));
  return takenByAll("parquet") ? "parquet" : (choosy[0]?.find(takenByAll) ?? choosy[0]?.[0] ?? "parquet");
}

function mustBeWritten(dataset: Dataset, producer: Producer, declared: DeclaredPublication, why: string): Diagnostic {
  const message = `${producer.action.id}.${dataset.name} is declared as ${declared.as}, but must be written: ${why}.`;
  return warning("AMA1614", message, { at: declared.at, hint: "Declare it `as: parquet`, or let the plan decide." });
}
