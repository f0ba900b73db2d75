import type { Folders } from "../../model/folders.ts";
import type { Plan } from "../../model/plan.ts";
import type { Result } from "../../model/result.ts";
import type { SettingValue } from "../../model/setting.ts";
import { readSecretsConfig } from "../../secrets/read-secrets-config.ts";
import { resolveSecrets, type Secrets } from "../../secrets/resolve-secrets.ts";
import { secretNames } from "../../secrets/reveal.ts";
import type { AppHost } from "../app-host.ts";

/** The values of all secrets that a plan names, looked up where the user's configuration says. */
export async function secretsOf(plan: Plan, folders: Folders, host: AppHost): Promise<Result<Secrets>> {
  const names = new Set([...plan.hosts, ...plan.actions.map((action) => action.run)].flatMap((part) => namesIn(part)));
  const config = await readSecretsConfig({ env: host.env, folder: folders.config });
  if (!config.ok) return config;
  return resolveSecrets(names, config.value, { env: host.env, cwd: host.cwd });
}

function namesIn(part: Plan["hosts"][number] | Plan["actions"][number]["run"]): string[] {
  const values: SettingValue[] =
    "settings" in part
      ? [part.settings, part.envVars]
      : [
          part.args,
          part.conf,
          part.envVars,
          part.env.configuration,
          part.env.inputRootPath,
          part.env.outputRootPath,
          part.env.workingDir,
          ...part.sources.map((source) => source.options),
        ];
  return values.flatMap(secretNames);
}
