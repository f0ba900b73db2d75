import type { JarRequirements } from "../model/dependencies.ts";
import type { ProcessVariables } from "./maven-settings.ts";
import type { DependencyRequest } from "./dependency-request.ts";

/** The jars that a job asks for, and the session that they are for. */
export interface JarsRequest extends DependencyRequest {
  /** The job's `deps/jars.yml` and its actions' artifacts together. */
  readonly requirements: JarRequirements;
  /** Local jars, absolute; they come before all others on the class path. */
  readonly localJars: readonly string[];
  readonly session: SparkSessionKind;
}

/** What decides which jars fit. */
export interface SparkSessionKind {
  readonly spark: string;
  /** The binary version: `2.13`. */
  readonly scala: string;
  /** Spark's `jars` folder. */
  readonly jarsFolder: string;
}

/** What the resolution needs of the world. */
export interface JarsPorts {
  readonly env: ProcessVariables;
  /** The Java launcher, started only where no lock fits. */
  readonly java: string;
  /** runtimes/resolver/Resolver.java. */
  readonly resolverProgram: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: JarsProgress) => void;
  /** How long to wait before a broken transfer is tried again; half a second where it is missing. */
  readonly retryAfterMs?: number;
}

/** How far the resolution is. */
export type JarsProgress =
  | { readonly is: "resolving" /** POMs read so far. */; readonly read: number; readonly resource: string }
  | {
      readonly is: "fetching";
      readonly jars: number;
      readonly ofJars: number;
      readonly bytes: number;
      /** Known where a lock tells the sizes. */
      readonly ofBytes?: number;
    };
