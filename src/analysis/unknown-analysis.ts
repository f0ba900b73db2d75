import type { Analysis } from "../model/analysis.ts";
import type { Location } from "../model/location.ts";

/** The analysis of what cannot be looked into: it may define and read anything. */
export function unknownAnalysis(because: string, at: Location): Analysis {
  return {
    reads: [],
    computedReads: [at],
    defines: [],
    open: [{ because, at }],
    pathsRead: [],
    pathsWritten: [],
    writesOutside: [],
    sources: [],
    parsed: false,
    diagnostics: [],
  };
}
