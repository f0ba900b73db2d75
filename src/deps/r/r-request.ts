import type { Location } from "../../model/location.ts";
import type { RRequirements } from "../../model/r-packages.ts";
import type { RInstallation } from "../../model/toolchain.ts";
import type { Exclusively } from "../cached-folder.ts";

/** The R packages that a job, or one action of it, needs, and the R that they are for. */
export interface RLibraryRequest {
  readonly r: RInstallation;
  readonly requirements: RRequirements;
  /** `$AMA_CACHE`. */
  readonly cacheFolder: string;
  /** Caches that can only be read; their libraries and locks are used too. */
  readonly readOnlyCaches?: readonly string[];
  readonly lock: {
    /** `deps/packages.lock` of the checkout, absolute. It is used where it is there. */
    readonly repoFile: string;
    /** Whether to write it; otherwise the lock lies in the cache. */
    readonly keepInRepo: boolean;
  };
  /** Resolve again although the lock fits. */
  readonly update?: boolean;
  /** The text of a line of the repo, for messages. */
  readonly lineOf?: (at: Location) => string | undefined;
}

/** What the making of a library needs of the world; nothing of it is touched when nothing has changed. */
export interface RPorts {
  /** runtimes/resolver/packages.R. */
  readonly program: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly offline: boolean;
  /** Runs a program to its end and keeps the last part of what it prints. */
  readonly runProcess: (
    program: string,
    args: readonly string[],
    options: { readonly env: NodeJS.ProcessEnv; readonly signal?: AbortSignal },
  ) => Promise<{ readonly code: number | null; readonly output: string }>;
  readonly exclusively: Exclusively;
  readonly onProgress?: (progress: RProgress) => void;
  readonly signal?: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

export type RProgress =
  | { readonly is: "resolving"; readonly packages: number }
  | { readonly is: "fetching"; readonly packages: number }
  | { readonly is: "installing"; readonly packages: number };
