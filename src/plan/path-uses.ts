import type { PathUse } from "../model/analysis.ts";
import type { ConfiguredDataset } from "../model/environment.ts";
import type { SettingValue } from "../model/setting.ts";
import type { ActionSettings } from "./action-settings.ts";
import { comparablePath } from "./paths.ts";
import { referenceValue } from "./reference-values.ts";

/** A path as an action of this plan uses it. */
export interface UsedPath {
  readonly path: string;
  readonly use: PathUse;
}

/** Puts what the environment says into paths such as `${env.outputRootPath}/x`; leaves out what is not all known. */
export function usedPaths(uses: readonly PathUse[], settings: ActionSettings): UsedPath[] {
  return uses.flatMap((use) => {
    let known = true;
    const path = use.path.replaceAll(/\$\{(env|source)\.([^}]+)\}/g, (_, kind: string, name: string) => {
      const value = kind === "env" ? referenceValue(name, settings) : placeOf(name, settings.sources);
      if (typeof value === "string") return value;
      known = false;
      return "";
    });
    return known && path !== "" ? [{ path: comparablePath(path), use }] : [];
  });
}

/** Of a source; a table without a place of its own is known by its name. */
function placeOf(name: string, sources: readonly ConfiguredDataset[]): SettingValue | undefined {
  const source = sources.find((one) => one.name === name);
  if (source?.kind !== "hive") return source?.options["uri"];
  const { uri, database, table } = source.options;
  const parts = [...(database === undefined ? [] : [database]), table];
  return uri ?? (parts.every((part) => typeof part === "string") ? `table ${parts.join(".")}` : undefined);
}
