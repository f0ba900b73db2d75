import { digestOf } from "../model/digest.ts";
import type { ActionId } from "../model/job.ts";
import type { SettingValue } from "../model/setting.ts";
import type { ActionSettings } from "./action-settings.ts";
import type { Graph } from "./graph.ts";
import type { ListedAction } from "./listed-actions.ts";
import type { PlanInput } from "./plan-input.ts";

/**
 * Digests of all that decides each action's result: its source and settings, the locks, and the fingerprints of what
 * comes before it. All of that counts, not only the datasets that are read, as actions also meet in files and tables.
 */
export function fingerprintsOf(
  listed: readonly ListedAction[],
  graph: Graph,
  settings: ReadonlyMap<ActionId, ActionSettings>,
  input: PlanInput,
): Map<ActionId, string> {
  const byId = new Map(listed.map((one) => [one.action.id, one]));
  const fingerprints = new Map<ActionId, string>();
  const settled = new Map<ActionSettings, string>();
  const shared = stable({ locks: input.locks, params: valuesOf(input), job: input.job.name });
  const add = (id: ActionId, before: Iterable<ActionId>) => {
    const one = byId.get(id);
    const of = settings.get(id);
    if (!one || !of) return;
    const inputs = [...before].sort().map((other) => [other, fingerprints.get(other) ?? ""]);
    const ofSettings = settled.get(of) ?? stable(settingsParts(of));
    settled.set(of, ofSettings);
    const own = JSON.stringify([...sourceParts(one, input), inputs, ...serverParts(one, of, input)]);
    fingerprints.set(id, digestOf(`${shared}\n${ofSettings}\n${own}`));
  };
  for (const id of graph.order) add(id, graph.edges.get(id)?.keys() ?? []);
  for (const { action, role } of listed) {
    if (role.is === "error") add(action.id, [role.of]);
    else if (role.is !== "flow") add(action.id, graph.order);
  }
  return fingerprints;
}

function valuesOf(input: PlanInput): Record<string, SettingValue> {
  return Object.fromEntries(Object.entries(input.environment.params).map(([name, { value }]) => [name, value]));
}

function sourceParts({ action }: ListedAction, input: PlanInput): string[] {
  const { source } = action;
  const code = source.kind === "artifact" ? stable(source.artifact, "without places") : "";
  const mainClass = source.kind === "artifact" || source.kind === "jar" ? source.mainClass : "";
  return [action.type.value, input.sources.get(action.id) ?? "", code, mainClass, input.job.session];
}

/** Where a server runs the action: how it is reached, as another one has other tables. */
function serverParts({ action }: ListedAction, of: ActionSettings, { descriptors }: PlanInput): string[] {
  const connection = descriptors.find(({ type }) => type === action.type.value)?.connection;
  return connection === undefined ? [] : [stable(of.connections[connection] ?? {})];
}

function settingsParts(of: ActionSettings) {
  const { sparkHome, sparkVersion, javaHome } = of.environment;
  const versions = [sparkHome?.value ?? "", sparkVersion?.value ?? "", javaHome?.value ?? ""];
  const sources = of.sources.map(({ name, kind, options }) => [name, kind, options]);
  return [of.fixed, of.session, of.envVars, of.args, of.env, versions, sources];
}

/** JSON in which the order of keys does not count. In values of users' own, `at` is a key like any other. */
function stable(value: unknown, places?: "without places"): string {
  return JSON.stringify(value, (key, part: unknown) => {
    if (key === "at" && places === "without places") return undefined;
    if (typeof part !== "object" || part === null || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
