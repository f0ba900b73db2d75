import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { ActionSettings } from "./action-settings.ts";
import type { ListedAction } from "./listed-actions.ts";
import type { ResolvedRead } from "./resolve-reads.ts";

const examples = { hive: "hive2://host:10000/database", drill: "http://host:8047" } as const;

type Descriptors = ReadonlyMap<string, RunnerDescriptor>;

/** Actions that a server is to run of which their environment does not say where it is. */
export function checkConnections(
  listed: readonly ListedAction[],
  settings: ReadonlyMap<ActionId, ActionSettings>,
  descriptors: Descriptors,
): Diagnostic[] {
  return listed.flatMap(({ action: { id, type } }) => {
    const connection = descriptors.get(type.value)?.connection;
    const environment = settings.get(id)?.environment;
    if (connection === undefined || environment === undefined || environment.connections[connection]) return [];
    const message = `The environment "${environment.name.value}" does not say where to reach ${connection} for ${id}.`;
    const hint = `Add \`${connection}: {url: "${examples[connection]}"}\` to the environment.`;
    return [error("AMA1624", message, { at: type.at, hint })];
  });
}

/** Datasets that an action reads whose server cannot be handed any. */
export function checkServerReads(
  reads: readonly ResolvedRead[],
  listed: readonly ListedAction[],
  descriptors: Descriptors,
): Diagnostic[] {
  const types = new Map(listed.map(({ action }) => [action.id, action.type.value]));
  return reads.flatMap(({ read, reader }) => {
    const descriptor = descriptors.get(types.get(reader) ?? "");
    if (descriptor?.connection === undefined || descriptor.takes.length > 0) return [];
    const name = `${read.action}.${read.name}`;
    return [
      error("AMA1625", `"${name}" is a dataset of ${read.action}, which ${descriptor.connection} cannot be handed.`, {
        at: read.at,
        hint: "Write it where the server finds it, such as a table of Hive's by `persistDataset`, and read that; if a table of this name is meant, rename the action.",
      }),
    ];
  });
}
