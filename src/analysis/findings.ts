import type { Analysis, DatasetRead, DatasetVariable, DefinedName, PathUse, SourceUse } from "../model/analysis.ts";
import type { Location } from "../model/location.ts";

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
  /** Tables by which version 0.2 knew datasets. */
  variables?: DatasetVariable[];
}

/** What one statement does, for the names that it defines. */
export interface Facts {
  readonly from: DatasetRead[];
  readonly paths: PathUse[];
  /** Names that stand in it. */
  readonly uses: Set<string>;
  random: boolean;
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

/** What a statement uses makes it what that is: a value made of a random one is random. */
export function addUsed(facts: Facts, known: ReadonlyMap<string, Facts>): void {
  const [from, paths] = [new Set(facts.from), new Set(facts.paths)];
  for (const name of facts.uses) {
    const used = known.get(name);
    if (!used) continue;
    facts.random ||= used.random;
    for (const read of used.from) from.add(read);
    for (const path of used.paths) paths.add(path);
  }
  facts.from.splice(0, Infinity, ...from);
  facts.paths.splice(0, Infinity, ...paths);
}

/** What facts show of the names that they belong to. */
export function shown(facts: Facts): Pick<DefinedName, "nonDeterministic" | "from" | "paths"> {
  return {
    ...(facts.random ? { nonDeterministic: true } : {}),
    ...(facts.from.length > 0 ? { from: facts.from.map(({ action, name }) => ({ action, name })) } : {}),
    ...(facts.paths.length > 0 ? { paths: facts.paths } : {}),
  };
}
