import type { SettingValue } from "../model/setting.ts";
import type { ActionSettings } from "./action-settings.ts";

/** What `env.` has, but for the keys of `configuration`. */
export const envNames = ["name", "master", "inputRootPath", "outputRootPath", "workingDir"] as const;

/** What `${env.name}` comes to in an action, `${env.configuration.key}` too; undefined where there is no such value. */
export function referenceValue(name: string, { env }: ActionSettings): SettingValue | undefined {
  const own = envNames.find((one) => one === name);
  if (own !== undefined) return env[own];
  if (!name.startsWith("configuration.")) return undefined;
  return env.configuration[name.slice("configuration.".length)];
}
