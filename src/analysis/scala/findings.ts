import type { Analysis, DatasetRead, DefinedName, PathUse, SourceUse } from "../../model/analysis.ts";
import type { Location } from "../../model/location.ts";
import type { Tree } from "./tree.ts";

/** What has been found in a file so far. */
export interface Findings {
  readonly reads: DatasetRead[];
  readonly computedReads: Location[];
  readonly open: Analysis["open"][number][];
  readonly pathsRead: PathUse[];
  readonly pathsWritten: PathUse[];
  readonly writesOutside: Analysis["writesOutside"][number][];
  readonly sources: SourceUse[];
  readonly registered: DefinedName[];
}

/** What one top-level statement does, for the names that it defines. */
export interface Facts {
  readonly from: DatasetRead[];
  readonly paths: PathUse[];
  /** Names that stand in it. */
  readonly uses: Set<string>;
  random: boolean;
}

/** What goes along on the way through a tree. */
export interface Walk {
  readonly findings: Findings;
  readonly facts: Facts;
  /** Names of functions that the file defines itself, which hide the context's and the session's. */
  readonly ownFunctions: ReadonlySet<string>;
  /** Whether `import AmaContext._` makes its functions callable by their bare names. */
  readonly importsContext: { value: boolean };
  /** Literals that have been understood as a part of something larger. */
  readonly understood: Set<Tree>;
  place(from: Tree, to?: Tree): Location;
}

export function noFindings(): Findings {
  return {
    reads: [],
    computedReads: [],
    open: [],
    pathsRead: [],
    pathsWritten: [],
    writesOutside: [],
    sources: [],
    registered: [],
  };
}

export function noFacts(): Facts {
  return { from: [], paths: [], uses: new Set(), random: false };
}
