import type { Location } from "./location.ts";

/** One line of a requirements file, or what stands for one. */
export interface PythonRequirement {
  /** As uv and pip read it: `pandas>=2.2,<3 ; python_version < "3.14"`, or an option such as `--pre`. */
  readonly text: string;
  /** The project, in the spelling of package indexes (`python-dateutil`); none for an option. */
  readonly name?: string;
  /** Where the repo says it; none for what this program's own workers need. */
  readonly at?: Location;
  /** A constraint only limits versions; it asks for nothing. */
  readonly constraint: boolean;
}

/** A wheel that lies in the repo. */
export interface LocalWheel {
  /** Relative to the repo's root. */
  readonly path: string;
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  readonly read: () => Uint8Array;
}

/** What a job, or one of its actions, needs of Python packages. */
export interface PythonRequirements {
  readonly requirements: readonly PythonRequirement[];
  readonly wheels: readonly LocalWheel[];
}

/** The packages of a job, ready to be imported. */
export interface PythonEnvironment {
  /** The interpreter to start: the environment's own, or the bare one where nothing is needed. */
  readonly executable: string;
  /** Absent where nothing is needed. */
  readonly folder?: string;
  readonly packages: readonly { readonly name: string; readonly version: string }[];
  /** Of the packages' content and of the Python they are for; for fingerprints. */
  readonly digest: string;
  readonly lockFile?: string;
}
