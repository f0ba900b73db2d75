import type { ConnectionKind } from "../../model/environment.ts";
import type { KeyTable } from "../fields.ts";
import { mainKeys } from "./draft.ts";

/** 0.2's names for a map of Spark's settings, in an environment's file or around spark.yml. */
export const sparkSections = ["sparkConfiguration", "sparkProperties", "sparkOptions", "sparkExecutor"] as const;

export const connectionKinds: readonly ConnectionKind[] = ["hive", "drill"];

/** Keys that came after 0.2. */
export const currentEnvironmentKeys = [
  "extends",
  "spark",
  "java",
  "python",
  "env-vars",
  "datasets",
  ...connectionKinds,
];

export const environmentKeys: KeyTable = {
  of: "an environment",
  keys: [...mainKeys, "configuration", ...currentEnvironmentKeys, ...sparkSections],
  meant: {
    config: "configuration",
    conf: "configuration",
    settings: "configuration",
    env: "env-vars",
    input: "inputRootPath",
    output: "outputRootPath",
    "working-directory": "workingDir",
    workingDirectory: "workingDir",
    base: "extends",
    inherits: "extends",
  },
  unsupported: ["cluster"],
};

/** Other ways in which the environments' keys were written: `input_root_path`, `working-dir`. */
const spellings = new Map(mainKeys.map((key) => [squeezed(key), key] as const));

/** The key as we call it. */
export function mainKeyOf(key: string): (typeof mainKeys)[number] | undefined {
  return spellings.get(squeezed(key));
}

function squeezed(key: string): string {
  return key.replaceAll(/[-_]/g, "").toLowerCase();
}

export const javaKeys: KeyTable = { of: "`java`", keys: ["home"] };
export const pythonKeys: KeyTable = { of: "`python`", keys: ["home", "version"] };

const meantInConnections = {
  username: "user",
  uri: "url",
  conf: "settings",
  configuration: "settings",
  options: "settings",
};

export const connectionKeys: Readonly<Record<ConnectionKind, KeyTable>> = {
  hive: {
    of: "`hive`",
    keys: ["url", "host", "port", "database", "transport", "httpPath", "auth", "tls", "user", "password", "settings"],
    meant: { ...meantInConnections, db: "database", "http-path": "httpPath", ssl: "tls", transportMode: "transport" },
  },
  drill: {
    of: "`drill`",
    keys: ["url", "schema", "user", "password", "settings"],
    meant: { ...meantInConnections, database: "schema", host: "url" },
  },
};
