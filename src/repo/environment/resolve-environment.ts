import type { ActionEnvironment } from "../../model/environment.ts";
import type { Origin, Setting, Settings, SettingValue } from "../../model/setting.ts";
import { reportType } from "../fields.ts";
import type { RepoFiles } from "../repo-files.ts";
import { resolveNode, resolveText, type Scope } from "../values/resolve.ts";
import { type DraftValue, type EnvironmentDraft, type LaunchKey, type MainKey, mainKeys, placeOf } from "./draft.ts";
import { resolveConnection } from "./resolve-connection.ts";
import { resolveDataset } from "./resolve-dataset.ts";

/** What is known before an environment is: the process, the parameters, and how strict to be. */
export type OuterScope = Omit<Scope, "env" | "legacy">;

export interface Defaults {
  readonly name: string;
  readonly workingDir: string;
}

/** An environment in which every reference is resolved, and a scope for the texts of actions that run in it. */
export interface Resolved {
  readonly environment: ActionEnvironment;
  readonly scope: Scope;
}

/** Resolves all values of a draft; they may refer to each other by `${env.…}`. */
export function resolveEnvironment(
  draft: EnvironmentDraft,
  defaults: Defaults,
  outer: OuterScope,
  legacy: boolean,
  files: RepoFiles,
): Resolved {
  return new Resolution(draft, defaults, outer, legacy, files).resolve();
}

const builtIn = (value: string): Setting<string> => ({ value, origin: { builtIn: "default" } });

class Resolution {
  readonly #draft: EnvironmentDraft;
  readonly #defaults: Defaults;
  readonly #files: RepoFiles;
  readonly #scope: Scope;
  readonly #known = new Map<DraftValue, Setting>();
  readonly #pending = new Set<DraftValue>();

  constructor(draft: EnvironmentDraft, defaults: Defaults, outer: OuterScope, legacy: boolean, files: RepoFiles) {
    this.#draft = draft;
    this.#defaults = defaults;
    this.#files = files;
    this.#scope = { ...outer, legacy, env: (path, from) => this.#lookUp(path, from) };
  }

  resolve(): Resolved {
    const draft = this.#draft;
    const environment: ActionEnvironment = {
      name: this.#text("name", this.#defaults.name),
      master: this.#master(),
      inputRootPath: this.#path("inputRootPath"),
      outputRootPath: this.#path("outputRootPath"),
      workingDir: this.#path("workingDir"),
      configuration: this.#all(draft.configuration),
      spark: { ...sparkDefaults, ...this.#texts(draft.spark) },
      ...this.#optional("sparkHome"),
      ...this.#optional("sparkVersion"),
      ...this.#optional("javaHome"),
      ...this.#optional("pythonHome"),
      ...this.#optional("pythonVersion"),
      envVars: this.#texts(draft.envVars),
      sources: [...draft.datasets.values()].map((one) => resolveDataset(one, this.#scope, this.#files.problems)),
      connections: Object.fromEntries(
        [...draft.connections].map(([kind, values]) => [
          kind,
          resolveConnection(kind, this.#texts(values), this.#files.problems),
        ]),
      ),
      ...(draft.log4j2 === undefined ? {} : { log4j2: draft.log4j2 }),
      sites: [...draft.sites.values()].sort(),
    };
    return { environment, scope: this.#scope };
  }

  #all(values: ReadonlyMap<string, DraftValue>): Settings {
    return Object.fromEntries([...values].map(([key, value]) => [key, this.#value(value)]));
  }

  #texts(values: ReadonlyMap<string, DraftValue>): Settings {
    return Object.fromEntries([...values].map(([key, value]) => [key, this.#asText(key, value)]));
  }

  #path(key: "inputRootPath" | "outputRootPath" | "workingDir"): Setting {
    const value = this.#draft.main.get(key);
    return value === undefined ? builtIn(this.#defaultOf(key)) : this.#asText(key, value);
  }

  #defaultOf(key: "inputRootPath" | "outputRootPath" | "workingDir"): string {
    if (key === "workingDir") return this.#defaults.workingDir;
    return key === "inputRootPath" ? "input" : "output";
  }

  /** A value that is used before anything is started, so that no secret can stand in it. */
  #text(key: MainKey, fallback: string): Setting<string> {
    return this.#textOf(key, this.#draft.main.get(key), fallback);
  }

  #textOf(key: MainKey, value: DraftValue | undefined, fallback: string): Setting<string> {
    if (value === undefined) return builtIn(fallback);
    const setting = this.#asText(key, value);
    if (typeof setting.value === "string") return { value: setting.value, origin: setting.origin };
    this.#files.problems.error("AMA1307", `\`${key}\` cannot hold a secret.`, placeOf(setting.origin), {
      hint: "It is shown in reports; put the secret into `configuration`.",
    });
    return builtIn(fallback);
  }

  #optional<K extends LaunchKey>(key: K): Partial<Record<K, Setting<string>>>;
  #optional(key: LaunchKey): Partial<Record<string, Setting<string>>> {
    return this.#draft.main.has(key) ? { [key]: this.#text(key, "") } : {};
  }

  #master(): Setting<string> {
    const value = this.#masterValue();
    const master = this.#textOf("master", value, "local[*]");
    if (value !== undefined && this.#value(value).value === "") {
      this.#files.problems.error("AMA1004", "`master` must not be empty.", placeOf(master.origin));
    }
    return master;
  }

  /** A master among Spark's settings counts where the environment names none itself. */
  #masterValue(): DraftValue | undefined {
    return this.#draft.main.get("master") ?? this.#draft.spark.get("spark.master");
  }

  /** As a text, or a text with secrets; `key` names it in messages. */
  #asText(key: string, value: DraftValue): Setting {
    const setting = this.#value(value);
    const found = setting.value;
    if (typeof found === "string" || (found !== null && typeof found === "object" && "$secret" in found))
      return setting;
    if (typeof found === "number" || typeof found === "boolean") {
      return {
        value:
          value.kind === "node" && value.node.kind === "scalar" && !value.node.text.includes("$")
            ? value.node.text
            : String(found),
        origin: setting.origin,
      };
    }
    if (value.kind === "node") reportType(value.node, `\`${key}\``, "a text", this.#files.problems);
    return { value: "", origin: setting.origin };
  }

  #value(value: DraftValue): Setting {
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    this.#pending.add(value);
    const setting = this.#resolved(value);
    this.#pending.delete(value);
    this.#known.set(value, setting);
    return setting;
  }

  #resolved(value: DraftValue): Setting {
    const { problems } = this.#files;
    if (value.kind === "fixed") return { value: value.value, origin: value.origin };
    if (value.kind === "text")
      return { value: resolveText(value.text, value.origin, this.#scope, problems), origin: value.origin };
    return { value: resolveNode(value.node, this.#scope, problems), origin: { at: value.node.at } };
  }

  /** What `${env.<path>}` names. */
  #lookUp(path: string, from: Origin): SettingValue | undefined {
    const value = this.#valueAt(path);
    if (value === undefined) return this.#builtInAt(path);
    if (!this.#pending.has(value)) return this.#value(value).value;
    const message = `\`\${env.${path}}\` refers to itself, over other values or directly.`;
    this.#files.problems.error("AMA1308", message, placeOf(from), { hint: "Write one of the values out." });
    return `\${env.${path}}`;
  }

  #valueAt(path: string): DraftValue | undefined {
    if (path === "master") return this.#masterValue();
    const prefix = "configuration.";
    if (path.startsWith(prefix)) return this.#draft.configuration.get(path.slice(prefix.length));
    const key = mainKeys.find((one) => one === path);
    return key === undefined ? undefined : this.#draft.main.get(key);
  }

  #builtInAt(path: string): string | undefined {
    if (path === "name") return this.#defaults.name;
    if (path === "master") return "local[*]";
    return path === "inputRootPath" || path === "outputRootPath" || path === "workingDir"
      ? this.#defaultOf(path)
      : undefined;
  }
}

/** A second run's `saveAsTextFile` must work, as it did in 0.1 and 0.2, and so must a retry after half of it was written. */
const sparkDefaults: Settings = {
  "spark.hadoop.validateOutputSpecs": { value: "false", origin: { builtIn: "so that an action can be run again" } },
};
