import type { Location } from "./location.ts";

/** A package that a repo's packages.R asks for. */
export interface RRequirement {
  readonly name: string;
  /** Exactly this one; the newest where it is missing. */
  readonly version?: string;
  /** Where the repo says it; none for what this program's own workers need. */
  readonly at?: Location;
}

/** A CRAN-like repository that packages.R names. */
export interface RRepository {
  readonly name: string;
  readonly url: string;
  readonly at: Location;
}

/** What a job, or one of its actions, needs of R packages. */
export interface RRequirements {
  readonly packages: readonly RRequirement[];
  readonly repositories: readonly RRepository[];
}

/** The packages of a job, to be put in front of R's own libraries. */
export interface RLibrary {
  /** Absent where nothing is needed. */
  readonly folder?: string;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** Of the packages' content and of the R they are for; for fingerprints. */
  readonly digest: string;
  readonly lockFile?: string;
}
