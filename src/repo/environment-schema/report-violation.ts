import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Environment } from "../../model/environment.ts";
import type { JsonValue } from "../../model/json.ts";
import { isSecretText } from "../../model/setting.ts";
import { startOf } from "../fields.ts";
import type { RepoFiles } from "../repo-files.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { type EnvironmentContent, settingAt } from "./environment-content.ts";
import { type Demand, demandOf, meantKey } from "./demand.ts";
import { placeOfKey, placeOfPath } from "./violation-place.ts";
import { missingKey, type Violation } from "./violations.ts";
import { whatIsWrong } from "./what-is-wrong.ts";

/** What a violation is told with. */
export interface Checked {
  readonly content: EnvironmentContent;
  readonly environment: Environment;
  readonly lenient: boolean;
  readonly schema: YamlNode;
  /** To find places in. */
  readonly files: RepoFiles;
}

/** Says where an environment does not fit the schema; undefined where that cannot be known before a run. */
export function reportViolation(violation: Violation, checked: Checked): Diagnostic | undefined {
  if (!isCertain(violation, checked)) return undefined;
  const { content, environment, files, schema } = checked;
  const isKey = violation.keyword === "false";
  const at =
    (isKey ? placeOfKey(violation.path, content, files) : undefined) ??
    placeOfPath(violation.path, content, environment, files);
  const sourceLine = at === undefined ? undefined : files.problems.lineAt(at);
  const demand = demandOf(violation, schema);
  const hint = hintOf(violation, demand, schema);
  const where = at === undefined ? `In the environment \`${environment.name}\`: ` : "";
  return error("AMA1212", `${where}${sentence(violation, demand, checked)}.`, {
    ...(at === undefined ? {} : { at }),
    ...(sourceLine === undefined ? {} : { sourceLine }),
    ...(hint === undefined ? {} : { hint }),
    related: relatedTo(violation, demand, checked),
  });
}

/**
 * Of a secret nothing is known but that it is a text; and where an environment is only checked, a text may still wait
 * for variables of the process that will run it.
 */
function isCertain(violation: Violation, { content, lenient }: Checked): boolean {
  const value = settingAt(violation.path, content);
  if (lenient && typeof value === "string" && value.includes("${")) return false;
  if (value === undefined || !isSecretText(value)) return true;
  return violation.keyword === "type" || violation.keyword === "false" || violation.because.some(isOfType);
}

function isOfType({ keyword }: Violation): boolean {
  return keyword === "type";
}

function sentence(violation: Violation, demand: Demand, checked: Checked): string {
  const missing = missingKey(violation);
  if (missing !== undefined) return `\`${nameOf([...violation.path, missing], checked)}\` is missing`;
  const found = valueAt(violation.path, checked.content.value);
  const what = whatIsWrong(violation, demand, found);
  return violation.path.length === 0 ? `The environment ${what}` : `\`${nameOf(violation.path, checked)}\` ${what}`;
}

/** As `--set` names values; of datasets, by their names. */
function nameOf(path: readonly string[], { content }: Checked): string {
  const [section = "", key = "", ...more] = path;
  if (section === "spark" && key.startsWith("spark.")) return [key, ...more].join(".");
  if (section !== "datasets") return path.join(".");
  const name = valueAt([...path.slice(0, 3), "name"], content.value);
  return [section, key, typeof name === "string" ? name : more[0], ...more.slice(1)]
    .filter((part) => part !== undefined && part !== "")
    .join(".");
}

function valueAt(path: readonly string[], value: JsonValue): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>((inside, segment) => {
    if (typeof inside !== "object" || inside === null) return undefined;
    return new Map<string, JsonValue>(Object.entries(inside)).get(segment);
  }, value);
}

/** The schema's own words, and what a key that it does not know may have meant. */
function hintOf(violation: Violation, demand: Demand, schema: YamlNode): string | undefined {
  const key = violation.keyword === "false" ? violation.path.at(-1) : undefined;
  const meant = key === undefined ? undefined : meantKey(key, demandOf(pathAbove(violation), schema));
  const missing = missingKey(violation);
  const wording =
    missing === undefined
      ? demand.wording
      : (demandOf({ schemaPath: [...violation.schemaPath.slice(0, -1), "properties", missing, "type"] }, schema)
          .wording ?? demand.wording);
  const parts = [
    ...(meant === undefined ? [] : [`Did you mean \`${meant}\`?`]),
    ...(wording === undefined ? [] : [`The schema says: ${wording}`]),
  ];
  return parts.length === 0 ? undefined : parts.join(" ");
}

/** The path to `additionalProperties`, of which the violation is that it is `false`. */
function pathAbove({ schemaPath }: Violation): Pick<Violation, "schemaPath"> {
  return { schemaPath: schemaPath.slice(0, -1) };
}

function relatedTo(violation: Violation, demand: Demand, checked: Checked): NonNullable<Diagnostic["related"]> {
  const { schema } = checked;
  const node = violation.keyword === "false" ? demandOf(pathAbove(violation), schema).node : demand.node;
  const alternatives = violation.because.slice(0, 5).flatMap((one) => {
    const of = demandOf(one, schema);
    return of.node === undefined ? [] : [{ message: `not this one: ${sentence(one, of, checked)}`, at: of.node.at }];
  });
  if (alternatives.length > 0) return alternatives;
  return node === undefined ? [] : [{ message: "the schema says so here", at: startOf(node.at) }];
}
