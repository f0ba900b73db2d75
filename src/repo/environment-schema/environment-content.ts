import type { ActionEnvironment, ConfiguredDataset } from "../../model/environment.ts";
import type { JsonObject } from "../../model/json.ts";
import { isSecretText, type Origin, type Setting, type SettingValue } from "../../model/setting.ts";
import { shownValue } from "../show-environment.ts";

/** An environment as its authors wrote it, layers and references resolved, and where each part came from. */
export interface EnvironmentContent {
  readonly value: JsonObject;
  readonly parts: readonly ContentPart[];
}

/** A part that one place gave: the value of a key, or a dataset. */
export interface ContentPart {
  readonly path: readonly string[];
  readonly value: SettingValue;
  readonly origin: Origin;
}

/** What is built in, and not written by anybody, is no part of it; secrets stand in it by name. */
export function environmentContent(environment: ActionEnvironment): EnvironmentContent {
  const parts = [...settingParts(environment), ...datasetParts(environment.sources)];
  const sections = sectionsOf(parts.filter(({ path }) => path.length === 2));
  const datasets = datasetsOf(parts.filter(({ path }) => path.length === 3));
  return { value: { ...entriesOf(parts.filter(({ path }) => path.length === 1)), ...sections, ...datasets }, parts };
}

function entriesOf(parts: readonly ContentPart[]): JsonObject {
  return Object.fromEntries(parts.map(({ path, value }) => [path.at(-1) ?? "", shownValue(value)]));
}

function sectionsOf(parts: readonly ContentPart[]): JsonObject {
  const sections = Map.groupBy(parts, ({ path: [section = ""] }) => section);
  return Object.fromEntries([...sections].map(([section, inIt]) => [section, entriesOf(inIt)]));
}

function datasetsOf(parts: readonly ContentPart[]): JsonObject {
  const kinds = Map.groupBy(parts, ({ path: [, kind = ""] }) => kind);
  const lists = [...kinds].map(([kind, inIt]) => [kind, inIt.map(({ value }) => shownValue(value))] as const);
  return lists.length === 0 ? {} : { datasets: Object.fromEntries(lists) };
}

function settingParts(environment: ActionEnvironment): ContentPart[] {
  const { name, master, inputRootPath, outputRootPath, workingDir, sparkHome, sparkVersion, javaHome } = environment;
  const sections = {
    configuration: environment.configuration,
    spark: { ...optional("home", sparkHome), ...optional("version", sparkVersion), ...environment.spark },
    java: optional("home", javaHome),
    "env-vars": environment.envVars,
  };
  return [
    ...partsOf([], { name, master, inputRootPath, outputRootPath, workingDir }),
    ...Object.entries(sections).flatMap(([section, settings]) => partsOf([section], settings)),
  ];
}

function optional(key: string, setting: Setting | undefined): Readonly<Record<string, Setting>> {
  return setting === undefined ? {} : { [key]: setting };
}

function partsOf(above: readonly string[], settings: Readonly<Record<string, Setting>>): ContentPart[] {
  return Object.entries(settings)
    .filter(([, { origin }]) => !("builtIn" in origin))
    .map(([key, { value, origin }]) => ({ path: [...above, key], value, origin }));
}

/** As in datasets.yml: a list for each kind. */
function datasetParts(sources: readonly ConfiguredDataset[]): ContentPart[] {
  const counts = new Map<string, number>();
  return sources.map(({ name, kind, at, options }) => {
    const index = counts.get(kind) ?? 0;
    counts.set(kind, index + 1);
    return { path: ["datasets", kind, String(index)], value: { name, ...options }, origin: { at } };
  });
}

/** The part that a path leads to or into, and what is left of the path there. */
export function partAt(path: readonly string[], { parts }: EnvironmentContent) {
  const part = parts.find(
    (one) => one.path.length <= path.length && one.path.every((segment, i) => segment === path[i]),
  );
  return part === undefined ? undefined : { part, rest: path.slice(part.path.length) };
}

/** The value at a path before its secrets were named; undefined above and outside of all parts. */
export function settingAt(path: readonly string[], content: EnvironmentContent): SettingValue | undefined {
  const found = partAt(path, content);
  return found?.rest.reduce<SettingValue | undefined>((value, segment) => inside(value, segment), found.part.value);
}

function inside(value: SettingValue | undefined, segment: string): SettingValue | undefined {
  if (typeof value !== "object" || value === null || isSecretText(value)) return undefined;
  return new Map<string, SettingValue>(Object.entries(value)).get(segment);
}
