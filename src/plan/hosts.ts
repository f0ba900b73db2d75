import type { ActionId } from "../model/job.ts";
import type { PlannedHost, PlannedHostId } from "../model/plan.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { SettingValue } from "../model/setting.ts";
import type { ActionSettings } from "./action-settings.ts";
import type { ListedAction } from "./listed-actions.ts";

export interface Placement {
  readonly hosts: readonly PlannedHost[];
  readonly hostOf: ReadonlyMap<ActionId, PlannedHostId>;
}

const defaultCapacity = 4;

/** Puts all actions that can share a host on one: Spark's by master and settings fixed at start, others by type. */
export function placeOnHosts(
  listed: readonly ListedAction[],
  settings: ReadonlyMap<ActionId, ActionSettings>,
  descriptors: ReadonlyMap<string, RunnerDescriptor>,
): Placement {
  const hosts = new Map<string, PlannedHost>();
  const hostOf = new Map<ActionId, PlannedHostId>();
  const wanted = new Map<ActionSettings, WantedSpark>();
  for (const { action } of listed) {
    const of = settings.get(action.id);
    const descriptor = descriptors.get(action.type.value);
    if (!of || !descriptor) continue;
    const family = descriptor.process ?? descriptor.type;
    let host = hosts.get(family);
    if (descriptor.host === "spark") {
      const spark = wanted.get(of) ?? sparkHost(of);
      wanted.set(of, spark);
      host = hosts.get(spark.key) ?? namedSpark(spark.host, descriptor, action.id, [...hosts.values()]);
      hosts.set(spark.key, host);
    } else {
      host ??= processHost(family, descriptor);
      hosts.set(family, host);
    }
    hostOf.set(action.id, host.id);
  }
  return { hosts: [...hosts.values()], hostOf };
}

type Wanted = Omit<PlannedHost, "id" | "because" | "capacity">;

interface WantedSpark {
  readonly host: Wanted;
  /** Equal for hosts that can be one. */
  readonly key: string;
}

function sparkHost(of: ActionSettings): WantedSpark {
  const { sparkVersion, sparkHome, javaHome, log4j2, sites } = of.environment;
  const host: Wanted = {
    kind: "spark",
    master: of.master,
    settings: of.fixed,
    sites: [...sites].sort(),
    ...(log4j2 === undefined ? {} : { log4j2 }),
    envVars: Object.fromEntries(Object.entries(of.envVars).sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(sparkVersion ? { sparkVersion: sparkVersion.value } : {}),
    ...(sparkHome ? { sparkHome: sparkHome.value } : {}),
    ...(javaHome ? { javaHome: javaHome.value } : {}),
  };
  return { host, key: JSON.stringify(host) };
}

function namedSpark(
  wanted: Wanted,
  { capacity = defaultCapacity }: RunnerDescriptor,
  action: ActionId,
  others: readonly PlannedHost[],
): PlannedHost {
  const alike = others.filter((host) => host.kind === "spark");
  const [first] = alike;
  const because = first ? { because: `${action} differs in ${differences(first, wanted).join(", ")}` } : {};
  return { id: `spark-${alike.length + 1}`, ...wanted, ...because, capacity };
}

/** Processes take settings and variables with each attempt, so all attempts of a family can share them. */
function processHost(process: string, { capacity = defaultCapacity }: RunnerDescriptor): PlannedHost {
  return { id: process, kind: "process", process, master: "local", settings: {}, sites: [], envVars: {}, capacity };
}

/** What keeps two hosts from being one, as `spark.executor.memory (2g, not 1g)`. */
function differences(first: Wanted, other: Wanted): string[] {
  const found: string[] = [];
  const compare = (name: string, a: SettingValue | undefined, b: SettingValue | undefined) => {
    if (JSON.stringify(a) !== JSON.stringify(b)) found.push(`${name} (${shown(b)}, not ${shown(a)})`);
  };
  compare("master", first.master, other.master);
  compareEach(first.settings, other.settings, compare);
  compareEach(first.envVars, other.envVars, compare);
  compare("Spark's version", first.sparkVersion, other.sparkVersion);
  compare("Spark's home", first.sparkHome, other.sparkHome);
  compare("Java's home", first.javaHome, other.javaHome);
  compare("log4j2.properties", first.log4j2, other.log4j2);
  compare("site files", first.sites.join(" "), other.sites.join(" "));
  return found;
}

type Values = Readonly<Record<string, SettingValue>>;

function compareEach(a: Values, b: Values, compare: (name: string, a?: SettingValue, b?: SettingValue) => void): void {
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) compare(key, a[key], b[key]);
}

function shown(value: SettingValue | undefined): string {
  if (value === undefined || value === "") return "unset";
  return typeof value === "object" ? "another value" : String(value);
}
