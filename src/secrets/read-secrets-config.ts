import { existsSync, readFileSync } from "node:fs";
import { isAbsolute, join } from "node:path";
import * as v from "valibot";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { defaultSecretsConfig, type SecretsConfig, type SecretsProvider } from "./secrets-config.ts";

const provider = v.variant("provider", [
  v.strictObject({ provider: v.literal("environment") }),
  v.strictObject({ provider: v.literal("file"), path: v.pipe(v.string(), v.nonEmpty()) }),
  v.strictObject({ provider: v.literal("command"), command: v.pipe(v.array(v.string()), v.minLength(1)) }),
]);
const configSchema = v.looseObject({ secrets: v.optional(v.union([provider, v.array(provider)])) });

const machineFolder = "/etc/amaterasu";

export interface ConfigPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The user's folder of settings: `$XDG_CONFIG_HOME/amaterasu`. */
  readonly folder: string;
  /** The machine's; `/etc/amaterasu`. */
  readonly machine?: string;
}

/** Reads `secrets:` of the user's config.yml, or else of the machine's; without either, secrets are process variables. */
export async function readSecretsConfig({ env, folder, machine }: ConfigPlaces): Promise<Result<SecretsConfig>> {
  for (const file of [join(folder, "config.yml"), join(machine ?? machineFolder, "config.yml")]) {
    if (!existsSync(file)) continue;
    const read = await readConfig(file, env["HOME"]);
    if (!read.ok || read.value !== undefined) return read.ok ? ok(read.value ?? defaultSecretsConfig) : read;
  }
  return ok(defaultSecretsConfig);
}

async function readConfig(file: string, home: string | undefined): Promise<Result<SecretsConfig | undefined>> {
  // Loaded only where there is a file to read.
  const { parse } = await import("yaml");
  let content: unknown;
  try {
    content = parse(readFileSync(file, "utf8")) ?? {};
  } catch (cause) {
    return failed(invalid(file, cause instanceof Error ? (cause.message.split("\n")[0] ?? "") : String(cause)));
  }
  const parsed = v.safeParse(configSchema, content);
  if (!parsed.success) {
    const [issue] = parsed.issues;
    return failed(invalid(file, `${v.getDotPath(issue) ?? "the file"}: ${issue.message}`));
  }
  const { secrets } = parsed.output;
  if (secrets === undefined) return ok(undefined);
  const providers = (Array.isArray(secrets) ? secrets : [secrets]).map((given) => toProvider(given, file, home));
  return ok({ providers, file });
}

function toProvider(given: v.InferOutput<typeof provider>, file: string, home: string | undefined): SecretsProvider {
  switch (given.provider) {
    case "environment":
      return { is: "environment" };
    case "file": {
      const path = home === undefined ? given.path : given.path.replace(/^~(?=\/)/, home);
      return { is: "file", path: isAbsolute(path) ? path : join(file, "..", path) };
    }
    case "command":
      return { is: "command", command: given.command };
  }
}

function invalid(file: string, why: string): Diagnostic {
  return error("AMA1450", `${file} is not valid: ${why.replace(/\.?$/, ".")}`, {
    hint: '`secrets:` takes {provider: environment}, {provider: file, path: …}, {provider: command, command: [program, …, "{name}"]}, or a list of them.',
  });
}
