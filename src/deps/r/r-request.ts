import type { RRequirements } from "../../model/r-packages.ts";
import type { RInstallation } from "../../model/toolchain.ts";
import type { Exclusively } from "../cached-folder.ts";
import type { DependencyRequest } from "../dependency-request.ts";

/** The R packages that a job, or one action of it, needs, and the R that they are for. */
export interface RLibraryRequest extends DependencyRequest {
  readonly r: RInstallation;
  readonly requirements: RRequirements;
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
