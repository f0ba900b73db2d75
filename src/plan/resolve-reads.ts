import { error, note, warning } from "../diagnostics/report.ts";
import type { Analysis, DatasetRead, DefinedName } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Action, ActionId, Job } from "../model/job.ts";
import { nearest } from "../model/nearest.ts";
import { listOf } from "./list-of.ts";
import { type ListedAction, parentsOf } from "./listed-actions.ts";

/** A read whose producer is an action of the flow. */
export interface ResolvedRead {
  readonly reader: ActionId;
  readonly producer: ActionId;
  readonly name: string;
  readonly read: DatasetRead;
}

export interface ResolvedReads {
  readonly reads: readonly ResolvedRead[];
  readonly diagnostics: readonly Diagnostic[];
}

interface Known {
  readonly job: Job;
  readonly byId: ReadonlyMap<ActionId, ListedAction>;
  readonly flow: ReadonlyMap<string, Action>;
  readonly analyses: ReadonlyMap<ActionId, Analysis>;
  readonly publishable: ReadonlyMap<ActionId, ReadonlyMap<string, DefinedName>>;
}

/** Finds the producer of every dataset that an action reads, and tells what cannot be read. */
export function resolveReads(
  listed: readonly ListedAction[],
  job: Job,
  analyses: ReadonlyMap<ActionId, Analysis>,
): ResolvedReads {
  const known = knownOf(listed, job, analyses);
  const diagnostics: Diagnostic[] = [];
  const reads: ResolvedRead[] = [];
  for (const reader of listed) {
    for (const read of analyses.get(reader.action.id)?.reads ?? []) {
      const outcome = resolveOne(reader, read, known);
      if (outcome.told) diagnostics.push(outcome.told);
      if (outcome.producer !== undefined) {
        reads.push({ reader: reader.action.id, producer: outcome.producer, name: read.name, read });
      }
    }
  }
  return { reads, diagnostics };
}

function knownOf(listed: readonly ListedAction[], job: Job, analyses: ReadonlyMap<ActionId, Analysis>): Known {
  return {
    job,
    byId: new Map(listed.map((one) => [one.action.id, one])),
    flow: new Map(job.actions.map((action) => [action.name, action])),
    analyses,
    publishable: new Map(listed.map(({ action }) => [action.id, publishableOf(analyses.get(action.id))])),
  };
}

/** The names of an action that may be datasets: functions and types cannot. */
export function publishableOf(analysis: Analysis | undefined): Map<string, DefinedName> {
  const values = (analysis?.defines ?? []).filter(({ kind }) => kind !== "method" && kind !== "type");
  return new Map(values.map((name) => [name.name, name]));
}

interface Outcome {
  readonly producer?: ActionId;
  readonly told?: Diagnostic;
}

function resolveOne(reader: ListedAction, read: DatasetRead, known: Known): Outcome {
  const producer = known.flow.get(read.action);
  const isSql = read.by === "sql";
  if (!producer) return isSql ? {} : { told: unknownAction(read, known) };
  if (producer.id === reader.action.id) return isSql ? {} : { told: ownDataset(read) };
  if (parentsOf(reader, known.byId).includes(producer.id)) return isSql ? {} : { told: ofFailedParent(reader, read) };
  const declared = producer.publishes.some((publication) => publication.name === read.name);
  if (known.job.publish === "none" && !declared) return isSql ? {} : { told: notPublished(read) };
  return ofProducer(producer, read, known);
}

function ofProducer(producer: Action, read: DatasetRead, known: Known): Outcome {
  const names = known.publishable.get(producer.id) ?? new Map<string, DefinedName>();
  const defined = names.get(read.name);
  if (defined)
    return defined.plain && read.by !== "sql"
      ? { producer: producer.id, told: plainValue(read, defined) }
      : { producer: producer.id };
  const analysis = known.analyses.get(producer.id);
  const isOpen = analysis === undefined || analysis.open.length > 0;
  if (read.by !== "sql") {
    const told = undefinedName(read, analysis, likelyNames(names), isOpen);
    return isOpen ? { producer: producer.id, told } : { told };
  }
  if (isOpen) return { producer: producer.id };
  const meant = nearest(read.name, likelyNames(names));
  return meant === undefined ? {} : { told: likelyTable(read, meant) };
}

/** What nobody can have meant, such as an imported module, is not proposed. */
function likelyNames(names: ReadonlyMap<string, DefinedName>): string[] {
  return [...names].flatMap(([name, { plain }]) => (plain ? [] : [name]));
}

function unknownAction(read: DatasetRead, known: Known): Diagnostic {
  const handler = [...known.byId.values()].find(
    ({ action, role }) => role.is !== "flow" && action.name === read.action,
  );
  if (handler) {
    return error("AMA1606", `"${read.action}.${read.name}" is read, but ${handler.action.id} is no step of the flow.`, {
      at: read.at,
      hint: "It runs only when something has failed, or last; make what it defines in a step of the flow.",
    });
  }
  const meant = nearest(read.action, known.flow.keys());
  const hint =
    meant === undefined ? `The job's actions are ${listOf([...known.flow.keys()])}.` : `Did you mean "${meant}"?`;
  return error("AMA1602", `"${read.name}" is read from "${read.action}", but the job has no such action.`, {
    at: read.at,
    hint,
  });
}

function ownDataset(read: DatasetRead): Diagnostic {
  return error("AMA1605", `"${read.name}" is read from the action that this file belongs to.`, {
    at: read.at,
    hint: "What the action defines can be used by its name; datasets are read from other actions.",
  });
}

function ofFailedParent(reader: ListedAction, read: DatasetRead): Diagnostic {
  const message = `${reader.action.id} reads "${read.action}.${read.name}", but ${read.action} has failed by then and published nothing.`;
  return error("AMA1606", message, {
    at: read.at,
    hint: "An error action can read what other actions published before.",
  });
}

function notPublished(read: DatasetRead): Diagnostic {
  return error("AMA1607", `"${read.action}.${read.name}" is read, but the job says \`publish: none\`.`, {
    at: read.at,
    hint: `Name it under \`publishes:\` of ${read.action}, or let the job publish what is used (\`publish: used\`).`,
  });
}

function plainValue(read: DatasetRead, defined: DefinedName): Diagnostic {
  return warning("AMA1603", `"${read.action}.${read.name}" does not look like a dataset.`, {
    at: read.at,
    hint: "DataFrames, Datasets and RDDs are handed over.",
    related: [{ message: "it is defined here", at: defined.at }],
  });
}

function undefinedName(
  read: DatasetRead,
  analysis: Analysis | undefined,
  names: readonly string[],
  isOpen: boolean,
): Diagnostic {
  const meant = nearest(read.name, names);
  const other = analysis?.defines.find(({ name }) => name === read.name);
  const related = other ? [{ message: `it is a ${other.kind} here`, at: other.at }] : [];
  const defines = names.length > 0 ? `${read.action} defines ${listOf(names)}.` : `${read.action} defines no dataset.`;
  const hint = meant === undefined ? defines : `Did you mean "${meant}"? ${defines}`;
  const extra = { at: read.at, ...(related.length > 0 ? { related } : {}) };
  if (!isOpen) return error("AMA1603", `${read.action} has no dataset "${read.name}".`, { ...extra, hint });
  const why = analysis?.open[0]?.because ?? "it is not analysed";
  const message = `Whether ${read.action} has a dataset "${read.name}" cannot be told, as ${why}.`;
  // Of an action that cannot be looked into at all this is so for every read, right or wrong.
  if (analysis === undefined || isUnknown(analysis)) return note("AMA1603", message, extra);
  return warning("AMA1603", message, {
    ...extra,
    ...(meant === undefined ? {} : { hint: `Did you mean "${meant}"?` }),
  });
}

function isUnknown({ parsed, defines, diagnostics }: Analysis): boolean {
  return !parsed && defines.length === 0 && diagnostics.length === 0;
}

function likelyTable(read: DatasetRead, meant: string): Diagnostic {
  const message = `"${read.action}.${read.name}" is taken for a table, as ${read.action} has no such dataset.`;
  return warning("AMA1603", message, { at: read.at, hint: `Did you mean "${read.action}.${meant}"?` });
}
