import type { Location } from "./location.ts";
import type { JarDeclaration, RepositoryDeclaration } from "./dependencies.ts";
import type { Setting } from "./setting.ts";

/**
 * What a repo defines, read and checked, before any environment is known. Texts may still hold `${…}` references;
 * they are resolved when the environment and the parameters are known (`PlannedAction` holds the outcome).
 */
export interface Job {
  readonly name: string;
  /** The repo-relative path of maki.yml. */
  readonly file: string;
  readonly at: Location;
  /** `legacy` where the file uses 0.1's or 0.2's keys: there an unknown `${word}` stays as it is. */
  readonly generation: "0.1" | "0.2" | "current";
  readonly params: readonly Parameter[];
  /** In the order of the flow. */
  readonly actions: readonly Action[];
  /** Runs after any failure. */
  readonly error?: Action;
  /** Runs in any case, last. */
  readonly finally?: Action;
  readonly publish: "used" | "all" | "none";
  readonly session: "own" | "shared";
  /** Runners that it brings along. */
  readonly runners: readonly DeclaredRunner[];
  /** 0.2's `config: myconfig/{env}/`: where the environments lie instead of `env/`. */
  readonly configPath?: Located<string>;
}

/** A value and the place that gave it. */
export interface Located<T> {
  readonly value: T;
  readonly at: Location;
}

/** One entry of `runners:` in maki.yml: a runner that the job brings along. */
export interface DeclaredRunner {
  readonly name: Located<string>;
  readonly from: Located<RunnerOrigin>;
}

/** Where a runner comes from. */
export type RunnerOrigin =
  /** A folder of the repo, relative to the job's. */
  | { readonly is: "folder"; readonly path: string }
  /** A package and a version or range of it, as npm writes them: `@acme/ama-flink@1.2`. */
  | { readonly is: "npm"; readonly spec: string }
  /** A git repository, as `--repo` takes it, with a folder in it if need be; `ref` is a branch, tag or commit. */
  | { readonly is: "git"; readonly repo: string; readonly ref?: string };

export interface Parameter {
  readonly name: string;
  readonly type: "string" | "int" | "long" | "double" | "boolean" | "date" | "timestamp";
  readonly default?: string | number | boolean;
  readonly enum?: readonly (string | number | boolean)[];
  readonly required: boolean;
  readonly at: Location;
}

export interface Action {
  /** Unique in the flow, or under its parent for an error action. */
  readonly name: string;
  /** Unique in the job: `step2`, `step2/notify`. */
  readonly id: ActionId;
  readonly at: Location;
  /** The canonical runner type: `spark-scala` also for `{group: spark, type: scala}`. */
  readonly type: Located<string>;
  readonly source: ActionSource;
  /** Where it was given: replaces the edge to the action above. */
  readonly after?: readonly Located<string>[];
  readonly timeoutMs?: number;
  readonly args: readonly Located<string>[];
  readonly envVars: Readonly<Record<string, Located<string>>>;
  readonly conf: Readonly<Record<string, Setting>>;
  readonly retry: Retry;
  readonly publishes: readonly DeclaredPublication[];
  readonly error?: Action;
  /** For an error action: whether its success lets the flow go on. */
  readonly then: "fail" | "continue";
  readonly configPath?: Located<string>;
}

export type ActionId = string;

/** What the action executes. */
export type ActionSource =
  | { readonly kind: "file"; readonly path: string; readonly at: Location }
  | { readonly kind: "url"; readonly url: string; readonly at: Location }
  | { readonly kind: "jar"; readonly path: string; readonly mainClass: string; readonly at: Location }
  | {
      readonly kind: "artifact";
      readonly artifact: JarDeclaration;
      readonly repositories: readonly RepositoryDeclaration[];
      readonly mainClass: string;
      readonly at: Location;
    };

export interface Retry {
  /** Executions after the first one. */
  readonly times: number;
  readonly delayMs: number;
  readonly backoff: "constant" | "exponential";
  readonly maxDelayMs: number;
  /** Error names with `*`; only these are tried again. */
  readonly only?: readonly string[];
  /** Error names with `*`; these are not tried again. */
  readonly except?: readonly string[];
}

export const defaultRetry: Retry = { times: 3, delayMs: 1000, backoff: "exponential", maxDelayMs: 60_000 };

/** `publishes:` or 0.2's `exports:` of one dataset. */
export interface DeclaredPublication {
  readonly name: string;
  readonly as: "reference" | "cache" | "checkpoint" | "file";
  readonly format?: string;
  readonly at: Location;
}
