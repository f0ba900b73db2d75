import type { Diagnostic } from "./diagnostic.ts";
import type { ConfiguredDataset } from "./environment.ts";
import type { ActionId, Retry } from "./job.ts";
import type { JsonValue } from "./json.ts";
import type { Location } from "./location.ts";
import type { PublishedDataset } from "./published-dataset.ts";
import type { SettingValue } from "./setting.ts";

/** What a run will do, decided in full before anything starts; serialisable, and holds no secret. */
export interface Plan {
  readonly schema: 1;
  readonly job: string;
  readonly environment: string;
  readonly params: Readonly<Record<string, JsonValue>>;
  /** In the order of the flow; error actions follow their parent; the job's own `error` and `finally` come last. */
  readonly actions: readonly PlannedAction[];
  readonly hosts: readonly PlannedHost[];
  readonly diagnostics: readonly Diagnostic[];
  readonly failFast: boolean;
  /** In the record of a run: what was installed for it. */
  readonly installed?: InstalledDependencies;
}

/** What decided a run's results beside sources and settings. */
export interface InstalledDependencies {
  /** Digests by name, such as that of the Python environments. */
  readonly locks: Readonly<Record<string, string>>;
  /** Digest of the files of the repo that asked for packages. */
  readonly askedBy: string;
}

/** A process to start, once, that executes the actions that name it. */
export interface PlannedHost {
  /** `spark-1`; unique in the plan. */
  readonly id: PlannedHostId;
  readonly kind: "spark" | "process";
  /** Of kind `process`: the family of processes, such as `python`. */
  readonly process?: string;
  readonly master: string;
  /** Settings fixed at start. */
  readonly settings: Readonly<Record<string, SettingValue>>;
  readonly sites: readonly string[];
  readonly log4j2?: string;
  readonly envVars: Readonly<Record<string, SettingValue>>;
  readonly sparkVersion?: string;
  readonly sparkHome?: string;
  readonly javaHome?: string;
  /** Why it is a host of its own, where there is more than one. */
  readonly because?: string;
  /** How many attempts it runs at once. */
  readonly capacity: number;
}

export type PlannedHostId = string;

export interface PlannedAction {
  readonly id: ActionId;
  readonly name: string;
  readonly type: string;
  readonly role: ActionRole;
  readonly execution: PlannedExecution;
  readonly host: PlannedHostId;
  /** What it waits for; only actions that run or are reused, an edge to one that is left out is passed through. */
  readonly after: readonly PlannedEdge[];
  readonly reads: readonly PlannedRead[];
  /** It computes names of datasets (or cannot be analysed), so every dataset of every action before it is kept for it. */
  readonly mayReadAnything: boolean;
  readonly publishes: readonly PlannedPublication[];
  readonly retry: Retry;
  readonly timeoutMs?: number;
  readonly run: RunTemplate;
  /** Digest of all that decides its result: source, settings, locks, and the fingerprints of its inputs. */
  readonly fingerprint: string;
  /** Whether it writes outside by what its source shows, so that running it again writes twice. */
  readonly writesOutside: boolean;
  /** What it shows to use of the sources of datasets.yml; by computed names it may use others. */
  readonly sources: readonly PlannedSourceUse[];
  /** Names that may be datasets and are not written, though persisting everything would write them. */
  readonly notWritten: readonly string[];
}

/**
 * `run`: it is executed; `because` says why where only a part of the job runs. `reuse`: the result of an earlier run is
 * used again. `leave`: it is not part of this run.
 */
export type PlannedExecution =
  | { readonly is: "run"; readonly because?: string }
  | {
      readonly is: "reuse";
      readonly run: string;
      readonly datasets: readonly PublishedDataset[];
      readonly because: string;
    }
  | { readonly is: "leave"; readonly because: string };

/** `flow`: a step. `error`: its parent's. `job-error`, `finally`: the job's own. */
export type ActionRole =
  | { readonly is: "flow" }
  | { readonly is: "error"; readonly of: ActionId; readonly then: "fail" | "continue" }
  | { readonly is: "job-error" }
  | { readonly is: "finally" };

export interface PlannedEdge {
  readonly action: ActionId;
  readonly because: "order" | "after" | "dataset";
}

export interface PlannedRead {
  readonly action: ActionId;
  readonly name: string;
  readonly as: "reference" | "file";
  readonly format?: string;
  /** Read by SQL of an action that need not have it: a table of the catalog may be meant. */
  readonly optional?: boolean;
  readonly at?: Location;
}

export interface PlannedPublication {
  /** `*`: every dataset that it defines or registers, besides those that have an entry of their own. */
  readonly name: string;
  readonly as: "reference" | "cache" | "checkpoint" | "file";
  readonly format?: string;
  readonly readers: readonly ActionId[];
  /** Not certain to be there or to be read: passed over where it is not defined or no dataset. */
  readonly optional?: boolean;
  /** One sentence: `read by step2 on the same session`. */
  readonly why: string;
  readonly definedAt?: Location;
}

export interface PlannedSourceUse {
  readonly name: string;
  /** `keys`: it asks what datasets.yml says of it. */
  readonly access: "read" | "write" | "keys";
}

/** What the action's `run` request will hold, but for what only the run itself knows (attempt, paths, secrets). */
export interface RunTemplate {
  /** Repo-relative path of the source. */
  readonly file?: string;
  /** SHA-256 of the source's bytes in the run's source tree. */
  readonly sourceDigest?: string;
  readonly mainClass?: string;
  readonly args: readonly SettingValue[];
  readonly env: {
    readonly name: string;
    readonly master: string;
    readonly inputRootPath: SettingValue;
    readonly outputRootPath: SettingValue;
    readonly workingDir: SettingValue;
    readonly configuration: Readonly<Record<string, SettingValue>>;
  };
  /** Settings of the action's own session; of an action that a server runs, how it is reached. */
  readonly conf: Readonly<Record<string, SettingValue>>;
  readonly envVars: Readonly<Record<string, SettingValue>>;
  /** All that the action's environment has, as names may be computed; local paths are absolute. */
  readonly sources: readonly ConfiguredDataset[];
  readonly session: "own" | "shared";
}
