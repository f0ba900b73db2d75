import { error, warning } from "../diagnostics/report.ts";
import type { Analysis, SettingReference } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import { nearest } from "../model/nearest.ts";
import type { ActionSettings } from "./action-settings.ts";
import { listOf } from "./list-of.ts";
import { envNames, referenceValue } from "./reference-values.ts";

/** `${env.…}`, `${params.…}` and `:parameter` in SQL that the environment and the job do not have. */
export function checkReferences(
  analyses: ReadonlyMap<ActionId, Analysis>,
  settings: ReadonlyMap<ActionId, ActionSettings>,
  params: readonly string[],
): Diagnostic[] {
  return [...analyses].flatMap(([id, { references = [] }]) => {
    const of = settings.get(id);
    return of ? references.flatMap((reference) => problemOf(reference, of, params)) : [];
  });
}

function problemOf(reference: SettingReference, settings: ActionSettings, params: readonly string[]): Diagnostic[] {
  const { of, name, at } = reference;
  if (of === "env") {
    if (referenceValue(name, settings) !== undefined) return [];
    const known = [...envNames, ...Object.keys(settings.env.configuration).map((key) => `configuration.${key}`)];
    const rest = "`env.` has name, master, inputRootPath, outputRootPath, workingDir, and configuration.<key>.";
    const message = `The environment "${settings.env.name}" has no value \`${name}\`.`;
    return [error("AMA1623", message, { at, hint: meaning(name, known, (one) => `\${env.${one}}`) ?? rest })];
  }
  const known = of === "params" ? params : params.map(bound);
  if (known.includes(name)) return [];
  const shown = (one: string) => (of === "params" ? `\${params.${one}}` : `:${one}`);
  const all =
    known.length > 0 ? `Its parameters are ${listOf(known.map(shown))}.` : "Declare it under `params:` of maki.yml.";
  const extra = { at, hint: meaning(name, known, shown) ?? all };
  const message = `The job has no parameter \`${name}\`.`;
  // Other dialects may have other uses for a colon.
  return [of === "params" ? error("AMA1623", message, extra) : warning("AMA1623", message, extra)];
}

/** `run-date` is bound as `:run_date`. */
function bound(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_]/g, "_");
}

function meaning(name: string, known: readonly string[], shown: (name: string) => string): string | undefined {
  const meant = nearest(name, known);
  return meant === undefined ? undefined : `Did you mean ${shown(meant)}?`;
}
