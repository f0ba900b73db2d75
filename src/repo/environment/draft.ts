import type { ConfiguredDataset, ConnectionKind } from "../../model/environment.ts";
import type { Location } from "../../model/location.ts";
import type { Origin } from "../../model/setting.ts";
import type { YamlEntry, YamlNode } from "../yaml/yaml-node.ts";

/** A value before its references are resolved. */
export type DraftValue =
  | { readonly kind: "node"; readonly node: YamlNode; readonly keyAt?: Location }
  /** A text to resolve that has no node, such as one of `--set`. */
  | { readonly kind: "text"; readonly text: string; readonly origin: Origin }
  /** Taken as it is: from a file that is not ours, or built in. */
  | { readonly kind: "fixed"; readonly value: string | number | boolean | null; readonly origin: Origin };

/** Where a value was written; undefined for options and what is built in. */
export function placeOfValue(value: DraftValue): Location | undefined {
  if (value.kind === "node") return value.keyAt ?? value.node.at;
  return placeOf(value.origin);
}

export function placeOf(origin: Origin): Location | undefined {
  return "at" in origin ? origin.at : undefined;
}

export const mainKeys = ["name", "master", "inputRootPath", "outputRootPath", "workingDir"] as const;
/** Which installations an environment asks for. */
export type LaunchKey = "sparkHome" | "sparkVersion" | "javaHome" | "pythonHome" | "pythonVersion";
export type MainKey = (typeof mainKeys)[number] | LaunchKey;

/** A dataset of datasets.yml before its references are resolved. */
export interface DraftDataset {
  readonly name: string;
  readonly kind: ConfiguredDataset["kind"];
  readonly at: Location;
  readonly options: readonly YamlEntry[];
}

/** An environment while its layers are laid upon each other: what is set later wins, key by key. */
export class EnvironmentDraft {
  readonly main = new Map<MainKey, DraftValue>();
  readonly configuration = new Map<string, DraftValue>();
  readonly spark = new Map<string, DraftValue>();
  readonly envVars = new Map<string, DraftValue>();
  readonly datasets = new Map<string, DraftDataset>();
  /** Of each server that is named: its keys, those of its `settings` as `settings.<name>`. */
  readonly connections = new Map<ConnectionKind, Map<string, DraftValue>>();
  readonly sites = new Map<string, string>();
  log4j2: string | undefined;
  /** Repo-relative paths of all files that were read. */
  readonly files = new Set<string>();
  /** Whether a file uses keys that 0.1 and 0.2 did not have. */
  current = false;

  setConnection(kind: ConnectionKind, key: string, value: DraftValue): void {
    const values = this.connections.get(kind) ?? new Map<string, DraftValue>();
    this.connections.set(kind, values.set(key, value));
  }

  copy(): EnvironmentDraft {
    const copy = new EnvironmentDraft();
    fill(copy.main, this.main);
    fill(copy.configuration, this.configuration);
    fill(copy.spark, this.spark);
    fill(copy.envVars, this.envVars);
    fill(copy.datasets, this.datasets);
    fill(copy.sites, this.sites);
    for (const [kind, values] of this.connections) copy.connections.set(kind, new Map(values));
    copy.log4j2 = this.log4j2;
    copy.current = this.current;
    return copy;
  }
}

function fill<K, V>(target: Map<K, V>, source: ReadonlyMap<K, V>): void {
  for (const [key, value] of source) target.set(key, value);
}
