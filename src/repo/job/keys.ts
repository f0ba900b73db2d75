import type { KeyTable } from "../fields.ts";

export const jobKeys: KeyTable = {
  of: "maki.yml",
  keys: [
    "job-name",
    "params",
    "retry",
    "flow",
    "seq",
    "error",
    "finally",
    "publish",
    "session",
    "config",
    "job-config",
    "runners",
  ],
  meant: {
    name: "job-name",
    job: "job-name",
    "job-config-path": "config",
    actions: "flow",
    steps: "flow",
    tasks: "flow",
    parameters: "params",
    on_error: "error",
    "on-error": "error",
  },
};

/** An entry of `runners`. */
export const pluginKeys: KeyTable = {
  of: "a runner",
  keys: ["name", "from"],
  meant: { path: "from", url: "from", package: "from" },
};
export const manifestKeys: KeyTable = {
  of: "a runner's manifest",
  keys: ["name", "version", "command", "env", "types", "capacity", "snippets"],
  meant: { run: "command", launch: "command" },
};
export const manifestTypeKeys: KeyTable = {
  of: "a runner's type",
  keys: ["type", "aliases", "group", "group-types", "language", "session", "takes", "formats", "extensions"],
  meant: { name: "type", types: "group-types" },
};

const actionKeyList = [
  "name",
  "type",
  "runner",
  "group",
  "file",
  "src",
  "artifact",
  "repo",
  "class",
  "config",
  "exports",
  "publishes",
  "after",
  "timeout",
  "args",
  "env-vars",
  "conf",
  "retry",
  "error",
] as const;

const actionWords = {
  source: "file",
  path: "file",
  script: "file",
  depends: "after",
  "depends-on": "after",
  depends_on: "after",
  needs: "after",
  retries: "retry",
  environment: "env-vars",
  env: "env-vars",
  arguments: "args",
  "main-class": "class",
  mainClass: "class",
  "on-error": "error",
  on_error: "error",
};

export const actionKeys: KeyTable = { of: "an action", keys: actionKeyList, meant: actionWords };
export const errorActionKeys: KeyTable = {
  of: "an error action",
  keys: [...actionKeyList, "then"],
  meant: actionWords,
};
export const runnerKeys: KeyTable = { of: "`runner`", keys: ["group", "type"] };
export const retryKeys: KeyTable = {
  of: "`retry`",
  keys: ["times", "delay", "backoff", "max-delay", "only", "except"],
  meant: { count: "times", attempts: "times", max_delay: "max-delay", maxDelay: "max-delay" },
};
export const publicationKeys: KeyTable = {
  of: "a published dataset",
  keys: ["as", "format"],
  unsupported: ["expect"],
};
export const artifactKeys: KeyTable = {
  of: "`artifact`",
  keys: ["groupId", "artifactId", "version", "classifier", "exclusions"],
  meant: { group: "groupId", artifact: "artifactId", name: "artifactId" },
};
export const exclusionKeys: KeyTable = { of: "an exclusion", keys: ["groupId", "artifactId"] };
export const repositoryKeys: KeyTable = { of: "`repo`", keys: ["id", "type", "url"] };
export const parameterKeys: KeyTable = {
  of: "a parameter",
  keys: ["type", "default", "enum", "required"],
  meant: { values: "enum", choices: "enum", optional: "required" },
};

/** Keys that came after 0.2: a file with one of them was written for the present format. */
export const currentJobKeys = ["params", "runners", "retry", "error", "finally", "publish", "session"];
export const currentActionKeys = ["publishes", "after", "timeout", "args", "env-vars", "conf", "retry", "then"];
/** Keys that 0.1 did not have. */
export const secondJobKeys = ["seq", "config", "job-config"];
export const secondActionKeys = ["runner", "exports", "artifact", "repo", "class", "config"];
