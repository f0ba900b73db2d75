import type { Diagnostic } from "./diagnostic.ts";
import type { Location } from "./location.ts";

/** What is known of an action's source without running it. */
export interface Analysis {
  /** Datasets that it reads by constant names. In those of a SQL source `${env.…}` and `${params.…}` may stand. */
  readonly reads: readonly DatasetRead[];
  /** Variables of shell actions that it uses, without `AMA_DATASET_`; which datasets they mean, only the job can tell. */
  readonly variables?: readonly DatasetVariable[];
  /** Where it reads a dataset whose name is computed: it may read anything. */
  readonly computedReads: readonly Location[];
  /** Top-level names that it defines, the last definition of each. */
  readonly defines: readonly DefinedName[];
  /** Where names may come from elsewhere (computed `register`, star imports that matter), so that `defines` may miss some. */
  readonly open: readonly { readonly because: string; readonly at: Location }[];
  /**
   * Paths that it reads and writes by constant texts, as far as they show. What the environment gives stands in them
   * as `${env.outputRootPath}` or `${env.configuration.key}`, the place of a configured source as `${source.orders}`.
   */
  readonly pathsRead: readonly PathUse[];
  readonly pathsWritten: readonly PathUse[];
  /** Writes that a second execution would do twice: appends, tables, databases. */
  readonly writesOutside: readonly { readonly what: string; readonly at: Location }[];
  /** Sources and targets of datasets.yml that it names. */
  readonly sources: readonly SourceUse[];
  /** What it takes of the environment and the parameters by name; it fails where that is not there. */
  readonly references?: readonly SettingReference[];
  /** Tables that a SQL source makes, without their schemas; only an action that a server runs can publish one. */
  readonly tables?: readonly string[];
  /** Whether the source parsed; the diagnostics say why not. */
  readonly parsed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** `${env.name}`, `${params.day}`; `bound` is `:day`, in which a parameter's name has `_` for what no name may hold. */
export interface SettingReference {
  readonly of: "env" | "params" | "bound";
  readonly name: string;
  readonly at: Location;
}

export interface PathUse {
  readonly path: string;
  readonly at: Location;
}

/** `loadDataset("orders")`, `persistDataset("orders", …)`, `source("orders")`, which asks for its keys only. */
export interface SourceUse {
  readonly name: string;
  readonly access: "read" | "write" | "keys";
  readonly at: Location;
}

export interface DatasetRead {
  readonly action: string;
  readonly name: string;
  readonly format?: string;
  readonly at: Location;
  /** How it asks: decides the type it needs. By `sql` it may as well be a table of the catalog. */
  readonly by: "dataframe" | "dataset" | "rdd" | "sql";
}

/** `$AMA_DATASET_START_ODD`. */
export interface DatasetVariable {
  readonly name: string;
  readonly at: Location;
  /** Whether the source says what to do without it: `${AMA_DATASET_START_ODD:-none}`. */
  readonly optional?: boolean;
}

export interface DefinedName {
  readonly name: string;
  /** `query`: the last query of a SQL source, whose name maki.yml may give. */
  readonly kind: "value" | "variable" | "lazy" | "method" | "type" | "registered" | "query";
  readonly at: Location;
  /** Whether its defining expression shows a call that is not deterministic, such as `rand()`. */
  readonly nonDeterministic?: boolean;
  /** Whether it certainly is no dataset: a literal, a range, a count. */
  readonly plain?: boolean;
  /** Datasets of other actions that it is made of, through other names too. */
  readonly from?: readonly { readonly action: string; readonly name: string }[];
  /** Paths that it is read from, through other names too. */
  readonly paths?: readonly PathUse[];
}
