import type { ActionId } from "./job.ts";
import type { Location } from "./location.ts";
import type { Origin, Setting, Settings, SettingValue } from "./setting.ts";

/** One named configuration of a job, resolved: layered, overridden, every value with its origin. */
export interface Environment {
  /** The name that was asked for: the file or folder. */
  readonly name: string;
  /** What all actions see that have no override of their own. */
  readonly base: ActionEnvironment;
  /** The whole environment of each action that overrides something. */
  readonly actions: Readonly<Record<ActionId, ActionEnvironment>>;
  /** What each action's own texts in maki.yml come to in this environment. */
  readonly texts: Readonly<Record<ActionId, ActionTexts>>;
  /** The parameters of the run, defaults filled in. */
  readonly params: Readonly<Record<string, Setting>>;
  /** Every file that was read for it, repo-relative; they belong to the run's fingerprint. */
  readonly files: readonly string[];
}

/** The environment as one action sees it. */
export interface ActionEnvironment {
  /** What `env.name` says: the file's `name:` where it has one. */
  readonly name: Setting<string>;
  readonly master: Setting<string>;
  readonly inputRootPath: Setting;
  readonly outputRootPath: Setting;
  readonly workingDir: Setting;
  /** Keys to values, types kept. */
  readonly configuration: Settings;
  /** Spark's settings, `spark.…` each, from spark.yml, spark-defaults.conf and `configuration`, in their order of rank. */
  readonly spark: Settings;
  /** Which Spark is asked for, where the environment says so. */
  readonly sparkHome?: Setting<string>;
  readonly sparkVersion?: Setting<string>;
  readonly javaHome?: Setting<string>;
  /** Which Python is asked for, where the environment says so. */
  readonly pythonHome?: Setting<string>;
  readonly pythonVersion?: Setting<string>;
  readonly envVars: Settings;
  readonly sources: readonly ConfiguredDataset[];
  /** The servers that it names. */
  readonly connections: Readonly<Partial<Record<ConnectionKind, Connection>>>;
  /** Files brought along that are used as they are, repo-relative. */
  readonly log4j2?: string;
  readonly sites: readonly string[];
}

/** Servers that run statements of SQL. */
export type ConnectionKind = "hive" | "drill";

/** How a server is reached. Those of its session's settings that are set have names like `settings.hive.execution.mode`. */
export interface Connection {
  /** Where it is configured, for messages. */
  readonly origin: Origin;
  readonly settings: Settings;
}

/** The texts of an action in maki.yml that may hold `${…}`, resolved. */
export interface ActionTexts {
  readonly args: readonly Setting[];
  readonly envVars: Settings;
  readonly conf: Settings;
}

/**
 * A source or target of datasets.yml. The options are its keys but the name: of a file `uri`, of a table `table` and
 * perhaps `database` and `uri`, of both perhaps `format`, `mode`, `partition-by`, and `options`, a map; all else is an
 * option of the format too. Those of a `generic` one are its action's own affair.
 */
export interface ConfiguredDataset {
  readonly name: string;
  readonly kind: "file" | "hive" | "generic";
  readonly at: Location;
  readonly options: Readonly<Record<string, SettingValue>>;
}
