import type { ActionEnvironment, Environment } from "../model/environment.ts";
import type { ActionId } from "../model/job.ts";
import type { JsonValue } from "../model/json.ts";
import { formatLocation } from "../model/location.ts";
import { isSecretText, type Origin, type Setting, type SettingValue } from "../model/setting.ts";

/** One value of an environment, with the place or option that it came from. */
export interface ShownValue {
  /** As `--set` takes it: `master`, `configuration.err-msg`, `spark.executor.memory`. */
  readonly path: string;
  /** Secrets are shown by name: `${secret:DB}`. */
  readonly value: JsonValue;
  readonly origin: Origin;
}

/** Every value of an environment as all actions see it, or as one does; in the order of the reference page. */
export function showEnvironment(environment: Environment, action?: ActionId): readonly ShownValue[] {
  const own: ActionEnvironment = (action === undefined ? undefined : environment.actions[action]) ?? environment.base;
  const texts = action === undefined ? undefined : environment.texts[action];
  return [
    ...named({ name: own.name, master: own.master, inputRootPath: own.inputRootPath }, ""),
    ...named({ outputRootPath: own.outputRootPath, workingDir: own.workingDir }, ""),
    ...named(own.configuration, "configuration."),
    ...optional("spark.home", own.sparkHome),
    ...optional("spark.version", own.sparkVersion),
    ...optional("java.home", own.javaHome),
    ...optional("python.home", own.pythonHome),
    ...optional("python.version", own.pythonVersion),
    ...named({ ...own.spark, ...texts?.conf }, ""),
    ...named({ ...own.envVars, ...texts?.envVars }, "env-vars."),
    ...Object.entries(own.connections).flatMap(([kind, { settings }]) => named(settings, `${kind}.`)),
    ...own.sources.map(({ name, kind, at, options }): ShownValue => {
      const shown = Object.entries(options).map(([key, value]) => [key, shownValue(value)]);
      return { path: `datasets.${kind}.${name}`, value: Object.fromEntries(shown), origin: { at } };
    }),
    ...[...own.sites, ...(own.log4j2 === undefined ? [] : [own.log4j2])].map(
      (file): ShownValue => ({
        path: file.slice(file.lastIndexOf("/") + 1),
        value: file,
        origin: { at: { file, line: 1, column: 1 } },
      }),
    ),
    ...named(environment.params, "params."),
  ];
}

/** Where a value came from, in one or two words: `env/dev.json:3:13`, `--set master`, `default`. */
export function formatOrigin(origin: Origin): string {
  if ("at" in origin) return formatLocation(origin.at);
  return "option" in origin ? origin.option : origin.builtIn;
}

function optional(path: string, setting: Setting | undefined): readonly ShownValue[] {
  return setting === undefined ? [] : named({ [path]: setting }, "");
}

function named(settings: Readonly<Record<string, Setting>>, prefix: string): readonly ShownValue[] {
  return Object.entries(settings).map(([key, { value, origin }]) => ({
    path: `${prefix}${key}`,
    value: shownValue(value),
    origin,
  }));
}

/** A value as it may be shown: secrets by name. */
export function shownValue(value: SettingValue): JsonValue {
  if (value === null || typeof value !== "object") return value;
  if (isSecretText(value))
    return value.$secret.map((part) => (typeof part === "string" ? part : `\${secret:${part.secret}}`)).join("");
  if (Array.isArray(value)) return value.map((item: SettingValue) => shownValue(item));
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shownValue(one)]));
}
