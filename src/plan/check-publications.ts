import { error, warning } from "../diagnostics/report.ts";
import type { Analysis } from "../model/analysis.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Action, ActionId, DeclaredPublication, Job } from "../model/job.ts";
import { nearest } from "../model/nearest.ts";
import type { PlannedAction } from "../model/plan.ts";
import type { ActionSettings } from "./action-settings.ts";
import type { ListedAction } from "./listed-actions.ts";
import { isLocalPath } from "./paths.ts";
import { publishableOf } from "./resolve-reads.ts";
import { isLocal } from "./spark-settings.ts";

/** `publishes` and `exports` that name what their action does not define. */
export function checkDeclared(
  listed: readonly ListedAction[],
  job: Job,
  analyses: ReadonlyMap<ActionId, Analysis>,
): Diagnostic[] {
  return listed.flatMap(({ action }) => {
    const analysis = analyses.get(action.id);
    if (!analysis || action.publishes.length === 0) return [];
    const names = publishableOf(analysis);
    const missing = action.publishes.filter(({ name }) => name !== "*" && !names.has(name));
    return missing.flatMap((publication) => notDefined(action, publication, analysis, [...names.keys()], job));
  });
}

function notDefined(
  action: Action,
  { name, at }: DeclaredPublication,
  analysis: Analysis,
  names: readonly string[],
  { generation }: Job,
): Diagnostic[] {
  const meant = nearest(name, names);
  const hint = meant === undefined ? {} : { hint: `Did you mean "${meant}"?` };
  // In 0.2 `exports` only said in which format to keep what is there.
  const tell = generation === "current" ? error : warning;
  if (analysis.open.length === 0)
    return [tell("AMA1608", `${action.id} defines no "${name}" to publish.`, { at, ...hint })];
  if (meant === undefined) return [];
  return [warning("AMA1608", `${action.id} is not seen to define the "${name}" that it publishes.`, { at, ...hint })];
}

/** A dataset that goes to another host lies in the producer's working folder, which both must reach. */
export function checkHandOver(
  actions: readonly PlannedAction[],
  settings: ReadonlyMap<ActionId, ActionSettings>,
): Diagnostic[] {
  const byId = new Map(actions.map((action) => [action.id, action]));
  const told = new Map<string, Diagnostic>();
  for (const reader of actions) {
    for (const read of reader.reads) {
      const producer = byId.get(read.action);
      const [from, to] = [settings.get(read.action), settings.get(reader.id)];
      if (read.as !== "file" || !producer || !from || !to || producer.host === reader.host) continue;
      const folder = from.env.workingDir;
      const remote = [from.master, to.master].find((master) => !isLocal(master));
      if (remote === undefined || typeof folder !== "string" || !isLocalPath(folder, from.master)) continue;
      told.set(`${producer.host}\0${reader.host}`, unreachable(producer, reader, folder, remote));
    }
  }
  return [...told.values()];
}

function unreachable(producer: PlannedAction, reader: PlannedAction, folder: string, remote: string): Diagnostic {
  const message = `${producer.id} hands datasets to ${reader.id} through ${folder}, which ${remote} may not see.`;
  return warning("AMA1613", message, { hint: "Set workingDir to a place that both reach, such as hdfs: or s3a:." });
}
