import { error } from "../diagnostics/report.ts";
import type { Analysis, DatasetRead, DatasetVariable } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Action, ActionId, Job } from "../model/job.ts";
import { nearest } from "../model/nearest.ts";
import type { SettingValue } from "../model/setting.ts";
import { variableName } from "../model/variable-name.ts";
import type { ActionSettings } from "./action-settings.ts";
import { listOf } from "./list-of.ts";
import type { ListedAction } from "./listed-actions.ts";
import type { PlanInput } from "./plan-input.ts";
import { referenceValue } from "./reference-values.ts";
import { publishableOf } from "./resolve-reads.ts";

export interface SettledAnalyses {
  readonly analyses: ReadonlyMap<ActionId, Analysis>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The analyses with what a source alone cannot tell: the name that maki.yml gives its last query, what `${env.…}` in a
 * name comes to, and which dataset a variable of a shell script means.
 */
export function settledAnalyses(
  listed: readonly ListedAction[],
  settings: ReadonlyMap<ActionId, ActionSettings>,
  { analyses, job, environment, descriptors }: PlanInput,
): SettledAnalyses {
  const served = new Set(descriptors.flatMap(({ type, connection }) => (connection === undefined ? [] : [type])));
  const named = new Map(
    listed.flatMap(({ action }) => {
      const [analysis, of] = [analyses.get(action.id), settings.get(action.id)];
      if (!analysis || !of) return [];
      const isServed = served.has(action.type.value);
      const published = isServed ? withTables(analysis, action) : withQueryNamed(analysis, action);
      return [[action.id, withNames(published, of, environment.params)] as const];
    }),
  );
  const diagnostics: Diagnostic[] = [];
  const variables = datasetVariables(job, named);
  const settled = [...named].map(([id, analysis]) => {
    const reads = (analysis.variables ?? []).flatMap((variable) => {
      const read = readOf(variable, variables) ?? hiddenRead(variable, job, named);
      if (!read && variable.optional !== true) diagnostics.push(unknownVariable(variable, variables, job));
      return read ?? [];
    });
    return [id, reads.length > 0 ? { ...analysis, reads: [...analysis.reads, ...reads] } : analysis] as const;
  });
  return { analyses: new Map(settled), diagnostics };
}

/** The last query of a SQL source is published under the one name that maki.yml declares and nothing else has. */
function withQueryNamed(analysis: Analysis, action: Action, tables: readonly string[] = []): Analysis {
  if (!analysis.defines.some(({ kind }) => kind === "query")) return analysis;
  const views = analysis.defines.filter(({ kind }) => kind !== "query").map(({ name }) => name);
  const others = new Set([...views, ...tables]);
  const [name, more] = action.publishes.map((one) => one.name).filter((one) => one !== "*" && !others.has(one));
  if (name === undefined || more !== undefined) return analysis;
  return { ...analysis, defines: analysis.defines.map((one) => (one.kind === "query" ? { ...one, name } : one)) };
}

/** Of a server's tables and views every one is published whose name maki.yml declares. */
function withTables(found: Analysis, action: Action): Analysis {
  const analysis = withQueryNamed(found, action, found.tables);
  const known = new Set(analysis.defines.map(({ name }) => name));
  const tables = action.publishes.filter(({ name }) => name !== "*" && !known.has(name));
  return {
    ...analysis,
    defines: [...analysis.defines, ...tables.map(({ name, at }) => ({ name, kind: "value" as const, at }))],
  };
}

function withNames(
  analysis: Analysis,
  settings: ActionSettings,
  params: Readonly<Record<string, { readonly value: SettingValue }>>,
): Analysis {
  const isComputed = ({ action, name }: DatasetRead) => action.includes("${") || name.includes("${");
  if (!analysis.reads.some(isComputed)) return analysis;
  const filled = (text: string) =>
    text.replaceAll(/\$\{(env|params)\.([^}]*)\}/g, (whole, of: string, name: string) => {
      const value = of === "env" ? referenceValue(name, settings) : params[name]?.value;
      return typeof value === "string" ? value : whole;
    });
  const reads = analysis.reads.map((read) => ({ ...read, action: filled(read.action), name: filled(read.name) }));
  return { ...analysis, reads };
}

type Dataset = Pick<DatasetRead, "action" | "name">;

/** What each variable means: an action of the flow, and a name that it defines. */
function datasetVariables(job: Job, analyses: ReadonlyMap<ActionId, Analysis>): Map<string, Dataset> {
  const found = new Map<string, Dataset>();
  for (const { name: action, id, publishes } of job.actions) {
    const names = [...publishableOf(analyses.get(id)).keys(), ...publishes.map(({ name }) => name)];
    for (const name of names) {
      const variable = variableName(action, name);
      if (!found.has(variable)) found.set(variable, { action, name });
    }
  }
  return found;
}

function readOf(variable: DatasetVariable, variables: ReadonlyMap<string, Dataset>): DatasetRead | undefined {
  const dataset = variables.get(variable.name);
  // A script that can do without it asks as SQL does, which may mean something else.
  return dataset && { ...dataset, at: variable.at, by: variable.optional === true ? "sql" : "dataframe" };
}

/** A name of an action of which not all names are known; as such names are mostly written small, so is this one. */
function hiddenRead(
  variable: DatasetVariable,
  job: Job,
  analyses: ReadonlyMap<ActionId, Analysis>,
): DatasetRead | undefined {
  for (const { name: action, id } of job.actions) {
    const prefix = `${variableName(action)}_`;
    const isOpen = (analyses.get(id)?.open.length ?? 1) > 0;
    if (!isOpen || !variable.name.startsWith(prefix)) continue;
    const name = variable.name.slice(prefix.length).toLowerCase();
    return { action, name, at: variable.at, by: variable.optional === true ? "sql" : "dataframe" };
  }
  return undefined;
}

function unknownVariable({ name, at }: DatasetVariable, variables: ReadonlyMap<string, Dataset>, job: Job): Diagnostic {
  const known = [...variables.keys()];
  const meant = nearest(name, known);
  const hint =
    meant !== undefined
      ? `Did you mean "$AMA_DATASET_${meant}"?`
      : known.length > 0
        ? `There are ${listOf(known.slice(0, 8).map((one) => `AMA_DATASET_${one}`))}.`
        : `The job's actions are ${listOf(job.actions.map((action) => action.name))}; none defines a dataset.`;
  return error("AMA1603", `$AMA_DATASET_${name} names no dataset of an action.`, { at, hint });
}
