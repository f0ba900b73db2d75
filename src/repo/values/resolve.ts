import type { Location } from "../../model/location.ts";
import { nearest } from "../../model/nearest.ts";
import { isSecretText, type Origin, type SecretRef, type Settings, type SettingValue } from "../../model/setting.ts";
import type { Problems } from "../problems.ts";
import type { YamlNode } from "../yaml/yaml-node.ts";
import { parseTemplate, type Reference } from "./template.ts";

/** What references in a text can name. */
export interface Scope {
  readonly processEnv: Readonly<Record<string, string | undefined>>;
  readonly params: Settings;
  /** Names of all declared parameters, with a value or not. */
  readonly declared: readonly string[];
  /** A value of the environment; undefined where it has none. Reports circles itself. */
  env(path: string, from: Origin): SettingValue | undefined;
  /** 0.1's and 0.2's files: an unknown `${word}` stays as it is. */
  readonly legacy: boolean;
  /** For a check of environments that are not going to be used: what only the process could know is not missed. */
  readonly lenient: boolean;
}

/** A node's value, with the references in all its texts resolved. */
export function resolveNode(node: YamlNode, scope: Scope, problems: Problems): SettingValue {
  if (node.kind === "list") return node.items.map((item) => resolveNode(item, scope, problems));
  if (node.kind === "map") {
    const entries = [...node.entries.values()];
    const reserved = entries.find(({ key }) => key === "$secret");
    if (reserved !== undefined)
      problems.error("AMA1101", "`$secret` cannot be a key.", reserved.keyAt, { hint: "Write `${secret:NAME}`." });
    return Object.fromEntries(entries.map(({ key, value }) => [key, resolveNode(value, scope, problems)]));
  }
  return typeof node.value === "string" ? resolveText(node.value, { at: node.at }, scope, problems) : node.value;
}

/**
 * A text with its references resolved. A text that is one reference only keeps the type of what it names; one with
 * secrets in it becomes a `SecretText`: secrets are never looked up here.
 */
export function resolveText(text: string, origin: Origin, scope: Scope, problems: Problems): SettingValue {
  if (!text.includes("$")) return text;
  const parts = parseTemplate(text, scope.legacy).map((part) =>
    typeof part === "string" ? part : resolveReference(part, origin, scope, problems),
  );
  const [only] = parts;
  return parts.length === 1 && only !== undefined ? only : joined(parts);
}

function joined(parts: readonly SettingValue[]): SettingValue {
  const pieces: (string | SecretRef)[] = [];
  for (const part of parts.flatMap(piecesOf)) {
    const last = pieces.at(-1);
    if (typeof part === "string" && typeof last === "string") pieces[pieces.length - 1] = last + part;
    else pieces.push(part);
  }
  const [only = ""] = pieces;
  return pieces.length <= 1 && typeof only === "string" ? only : { $secret: pieces };
}

function piecesOf(part: SettingValue): readonly (string | SecretRef)[] {
  if (isSecretText(part)) return part.$secret;
  return [typeof part === "object" ? JSON.stringify(part) : String(part)];
}

function resolveReference(reference: Reference, origin: Origin, scope: Scope, problems: Problems): SettingValue {
  const { raw, name, fallback, valid } = reference;
  if (!valid) return unreadable(reference, origin, scope, problems);
  const found = lookUp(name, origin, scope);
  if (found !== undefined) return found;
  if (fallback !== undefined) return resolveText(fallback, origin, scope, problems);
  reportUndefined(reference, origin, scope, problems);
  return raw;
}

function lookUp(name: string, origin: Origin, scope: Scope): SettingValue | undefined {
  if (name.startsWith("secret:")) return { $secret: [{ secret: name.slice("secret:".length) }] };
  if (name.startsWith("params.")) return own(scope.params, name.slice("params.".length))?.value;
  if (name.startsWith("env.")) return scope.env(name.slice("env.".length), origin);
  return own(scope.processEnv, name);
}

/** Not what every object inherits, such as `constructor`. */
function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function unreadable({ raw }: Reference, origin: Origin, scope: Scope, problems: Problems): string {
  const shown = raw.length > 40 ? `${raw.slice(0, 40)}…` : raw;
  const at = placeOf(raw, origin, problems);
  if (scope.legacy) problems.warning("AMA1309", `\`${shown}\` is no reference, and stays as it is.`, at);
  else {
    problems.error("AMA1302", `\`${shown}\` is no reference that can be read.`, at, {
      hint: "Write `${NAME}`, `${NAME:-default}`, `${params.name}`, `${env.name}` or `${secret:NAME}`, or `$${` for the text itself.",
    });
  }
  return raw;
}

const environmentValues = ["name", "master", "inputRootPath", "outputRootPath", "workingDir"];

function reportUndefined({ raw, name }: Reference, origin: Origin, scope: Scope, problems: Problems): void {
  const at = placeOf(raw, origin, problems);
  if (name.startsWith("params.")) return reportParameter(name.slice("params.".length), at, scope, problems);
  if (name.startsWith("env.")) {
    const value = name.slice("env.".length);
    const near =
      environmentValues.find((one) => value.length > 2 && one.startsWith(value)) ?? nearest(value, environmentValues);
    return problems.error("AMA1301", `The environment has no value \`${value}\`.`, at, {
      hint:
        near === undefined
          ? `\`env.\` has ${environmentValues.join(", ")}, and configuration.<key>.`
          : `Did you mean \`\${env.${near}}\`?`,
    });
  }
  if (scope.lenient) return;
  if (scope.legacy) {
    return problems.warning("AMA1309", `\`${raw}\` stays as it is: the process has no variable \`${name}\`.`, at, {
      hint: `Set it, or write \`$${raw}\` if the text is meant.`,
    });
  }
  const near = nearest(name, [...scope.declared.map((one) => `params.${one}`), ...likelyVariables(scope)]);
  problems.error("AMA1301", `The process has no variable \`${name}\`.`, at, {
    hint: near === undefined ? `Set it, or give a default: \`\${${name}:-…}\`.` : `Did you mean \`\${${near}}\`?`,
  });
}

function reportParameter(name: string, at: Location | undefined, scope: Scope, problems: Problems): void {
  if (scope.declared.includes(name)) {
    if (!scope.lenient)
      problems.error("AMA1301", `The parameter \`${name}\` has no value.`, at, {
        hint: `Give it one: \`--param ${name}=…\`, or a \`default\`.`,
      });
    return;
  }
  const near = nearest(name, scope.declared);
  problems.error("AMA1301", `There is no parameter \`${name}\`.`, at, {
    hint: near === undefined ? "Declare it in maki.yml under `params`." : `Did you mean \`${near}\`?`,
  });
}

/** Variables that a slip may have meant; those that only differ in a few letters from a short name would be noise. */
function likelyVariables({ processEnv }: Scope): readonly string[] {
  return Object.keys(processEnv).filter((name) => name.length > 4);
}

/** Where in a file a reference stands: within the line of its value, where that can be told. */
function placeOf(raw: string, origin: Origin, problems: Problems): Location | undefined {
  if (!("at" in origin)) return undefined;
  const { at } = origin;
  const index = problems.lineAt(at)?.indexOf(raw, at.column - 1) ?? -1;
  if (index < 0) return at;
  return { file: at.file, line: at.line, column: index + 1, endColumn: index + 1 + raw.length };
}
