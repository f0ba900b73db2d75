import type {
  ActionEnvironment,
  ActionTexts,
  ConfiguredDataset,
  ConnectionKind,
  Environment,
} from "../model/environment.ts";
import type { ActionId } from "../model/job.ts";
import type { RunTemplate } from "../model/plan.ts";
import type { Settings, SettingValue } from "../model/setting.ts";
import type { ListedAction } from "./listed-actions.ts";
import { resolveRoot } from "./paths.ts";
import type { PlanOptions } from "./plan-input.ts";
import { retiredSchemeConf } from "./retired-schemes.ts";
import { defaultConf, type SparkConf, splitConf } from "./spark-settings.ts";

/** The settings of one action, all layers put together. */
export interface ActionSettings {
  readonly environment: ActionEnvironment;
  readonly master: string;
  /** Of the Spark context. */
  readonly fixed: SparkConf;
  /** Of the action's session. */
  readonly session: SparkConf;
  readonly envVars: Readonly<Record<string, SettingValue>>;
  readonly args: readonly SettingValue[];
  readonly env: RunTemplate["env"];
  /** Of the servers that the environment names, `conf` of the action among their settings. */
  readonly connections: Readonly<Partial<Record<ConnectionKind, SparkConf>>>;
  /** With local paths made absolute. */
  readonly sources: readonly ConfiguredDataset[];
}

type Inputs = { readonly environment: Environment; readonly options: PlanOptions };

/** Actions without settings of their own share one value, so that what is made of it is made once. */
export function settingsOf(listed: readonly ListedAction[], inputs: Inputs): Map<ActionId, ActionSettings> {
  const { environment } = inputs;
  let shared: ActionSettings | undefined;
  return new Map(
    listed.map(({ action: { id } }) => {
      if (environment.actions[id] || hasTexts(environment.texts[id])) return [id, ofAction(id, inputs)];
      shared ??= ofAction(id, inputs);
      return [id, shared];
    }),
  );
}

function hasTexts(texts: ActionTexts | undefined): boolean {
  return texts !== undefined && [texts.args, texts.conf, texts.envVars].some((part) => Object.keys(part).length > 0);
}

function ofAction(id: ActionId, { environment: all, options }: Inputs): ActionSettings {
  const environment = all.actions[id] ?? all.base;
  const texts = all.texts[id];
  const own = confOf(texts?.conf ?? {});
  const given = { ...confOf(environment.spark), ...own };
  // The environment's `master` is above its `spark.master`; an action's own setting is above both.
  const master = typeof own["spark.master"] === "string" ? own["spark.master"] : environment.master.value;
  const usesHive = asksForHive(environment, given);
  const defaults = defaultConf({ master, usesHive, cores: options.cores });
  const conf = { ...defaults, ...retiredSchemeConf(environment), ...given };
  const { "spark.master": _, ...fixed } = splitConf(conf).fixed;
  const root = (path: SettingValue) => resolveRoot(path, master, conf, options.baseDirectory);
  return {
    environment,
    master,
    fixed,
    session: splitConf(conf).session,
    envVars: { ...values(environment.envVars), ...values(texts?.envVars ?? {}) },
    args: (texts?.args ?? []).map((arg) => arg.value),
    env: {
      name: environment.name.value,
      master,
      inputRootPath: root(environment.inputRootPath.value),
      outputRootPath: root(environment.outputRootPath.value),
      workingDir: root(environment.workingDir.value),
      configuration: values(environment.configuration),
    },
    connections: Object.fromEntries(
      Object.entries(environment.connections).map(([kind, { settings }]) => [
        kind,
        { ...values(settings), ...asSettings(own) },
      ]),
    ),
    sources: environment.sources.map((source) => placed(source, root)),
  };
}

/** What `conf` of an action in SQL sets is a setting of the server's session. */
function asSettings(conf: SparkConf): SparkConf {
  return Object.fromEntries(Object.entries(conf).map(([key, value]) => [`settings.${key}`, value]));
}

function placed(source: ConfiguredDataset, root: (path: SettingValue) => SettingValue): ConfiguredDataset {
  const { uri } = source.options;
  return source.kind === "generic" || uri === undefined
    ? source
    : { ...source, options: { ...source.options, uri: root(uri) } };
}

/** Spark takes texts only; as texts `true` and `"true"` are equal, and make no second host. */
function confOf(settings: Settings): SparkConf {
  const given = Object.entries(settings).filter(([, { value }]) => value !== null);
  return Object.fromEntries(
    given.map(([key, { value }]) => [key, typeof value === "object" ? value : String(value)] as const),
  );
}

function values(settings: Settings): Record<string, SettingValue> {
  return Object.fromEntries(Object.entries(settings).map(([key, setting]) => [key, setting.value]));
}

/** A hive-site.xml, settings of Hive's, or Hive tables in datasets.yml. */
function asksForHive(environment: ActionEnvironment, conf: SparkConf): boolean {
  return (
    environment.sites.some((site) => site.endsWith("hive-site.xml")) ||
    environment.sources.some((source) => source.kind === "hive") ||
    Object.keys(conf).some((key) => /^spark\.(?:hadoop\.hive|hive|sql\.hive\.metastore)\./.test(key))
  );
}
