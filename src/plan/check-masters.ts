import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { ActionId } from "../model/job.ts";
import type { RunnerDescriptor } from "../model/runner-descriptor.ts";
import type { Origin } from "../model/setting.ts";
import type { ActionSettings } from "./action-settings.ts";
import type { ListedAction } from "./listed-actions.ts";

/** Masters that Spark had once. Only of the environment that is planned: another one of the repo may name what it likes. */
export function checkMasters(
  listed: readonly ListedAction[],
  settings: ReadonlyMap<ActionId, ActionSettings>,
  descriptors: ReadonlyMap<string, RunnerDescriptor>,
): Diagnostic[] {
  const onSpark = listed.filter(({ action }) => descriptors.get(action.type.value)?.host === "spark");
  const used = new Map(onSpark.map(({ action }) => [settings.get(action.id)?.master ?? "", action]));
  return [...used].flatMap(([master, action]) => {
    const hint = hintFor(master);
    const environment = settings.get(action.id)?.environment;
    if (hint === undefined || !environment) return [];
    const setting = environment.master.value === master ? environment.master : action.conf["spark.master"];
    return [retired(master, setting?.origin, hint)];
  });
}

function hintFor(master: string): string | undefined {
  if (/^(?:mesos|zk):/.test(master)) {
    return "Spark 4 cannot run on Mesos: use local[*], spark://host:7077, yarn or k8s://https://host:6443.";
  }
  const mode = /^yarn-(client|cluster)$/.exec(master)?.[1];
  return mode === undefined ? undefined : `Write master: yarn, and spark.submit.deployMode: ${mode}.`;
}

function retired(master: string, origin: Origin | undefined, hint: string): Diagnostic {
  const at = origin && "at" in origin ? { at: origin.at } : {};
  return error("AMA1610", `Spark has no master "${master}" any more.`, { ...at, hint });
}
