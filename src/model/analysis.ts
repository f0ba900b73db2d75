import type { Diagnostic } from "./diagnostic.ts";
import type { Location } from "./location.ts";

/** What is known of an action's source without running it. */
export interface Analysis {
  /** Datasets that it reads by constant names. */
  readonly reads: readonly DatasetRead[];
  /** Where it reads a dataset whose name is computed: it may read anything. */
  readonly computedReads: readonly Location[];
  /** Top-level names that it defines, the last definition of each. */
  readonly defines: readonly DefinedName[];
  /** Where names may come from elsewhere (computed `register`, star imports that matter), so that `defines` may miss some. */
  readonly open: readonly { readonly because: string; readonly at: Location }[];
  /** Paths that it reads and writes by constant texts, as far as they show. */
  readonly pathsRead: readonly { readonly path: string; readonly at: Location }[];
  readonly pathsWritten: readonly { readonly path: string; readonly at: Location }[];
  /** Whether the source parsed; the diagnostics say why not. */
  readonly parsed: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface DatasetRead {
  readonly action: string;
  readonly name: string;
  readonly format?: string;
  readonly at: Location;
  /** How it asks: decides the type it needs. */
  readonly by: "dataframe" | "dataset" | "rdd" | "sql";
}

export interface DefinedName {
  readonly name: string;
  readonly kind: "value" | "variable" | "lazy" | "method" | "type" | "registered";
  readonly at: Location;
  /** Whether its defining expression shows a call that is not deterministic, such as `rand()`. */
  readonly nonDeterministic?: boolean;
}
