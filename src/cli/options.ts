/**
 * One option of a verb, as `util.parseArgs` takes it, with what help says of it. `value` names the argument in help.
 */
export type OptionSpec =
  | { readonly type: "boolean"; readonly short?: string; readonly help: string }
  | {
      readonly type: "string";
      readonly short?: string;
      readonly multiple?: boolean;
      readonly value: string;
      readonly help: string;
    };

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** What parsing gives for a table: texts, lists of texts, or `true`; undefined where the option was not given. */
export type Values<T extends OptionTable> = {
  readonly [K in keyof T]?: T[K] extends { type: "boolean" }
    ? boolean | undefined
    : T[K] extends { multiple: true }
      ? readonly string[] | undefined
      : string | undefined;
};

/** Options that say which job and environment is meant; several verbs share them. */
export const jobOptions = {
  repo: {
    type: "string",
    short: "r",
    value: "<path|url>[//<job>]",
    help: "the job's repository; default: the current directory",
  },
  job: { type: "string", value: "<folder>", help: "the job's folder, where the repository holds several" },
  branch: {
    type: "string",
    short: "b",
    value: "<name>",
    help: "branch, tag or commit; default: the remote's HEAD, or the working tree",
  },
  env: { type: "string", short: "e", value: "<name>", help: "the environment; default: default" },
  param: { type: "string", multiple: true, value: "<name>=<value>", help: "a parameter of the job" },
  set: { type: "string", multiple: true, value: "<path>=<value>", help: "overrides one value of the environment" },
  strict: { type: "boolean", help: "unknown keys are errors" },
} as const satisfies OptionTable;
