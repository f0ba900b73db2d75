import type { Location } from "./location.ts";

/** An artifact as a repo asks for it. */
export interface JarDeclaration {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly classifier?: string;
  /** Maven's type of artifact; `jar` where it is missing. */
  readonly type?: string;
  readonly exclusions: readonly { readonly groupId: string; readonly artifactId: string }[];
  readonly at: Location;
}

/** A repository of artifacts as a repo names it. */
export interface RepositoryDeclaration {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly at: Location;
}

/** What `deps/jars.yml` says, or what several of them and the actions' `artifact` say together. */
export interface JarRequirements {
  readonly repositories: readonly RepositoryDeclaration[];
  readonly artifacts: readonly JarDeclaration[];
  /** Whether an artifact that no repository has stops the run, or only the actions that need it. */
  readonly missing: "error" | "warn";
}

/** A jar on the class path of driver and executors. */
export interface ResolvedJar {
  /** `groupId:artifactId:version[:classifier]`. */
  readonly coordinates: string;
  /** Absolute; its last part is the name by which executors know it, unique within the job. */
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  /** Whether the repo itself names it. */
  readonly declared: boolean;
  /** The coordinates of the other artifacts that need it. */
  readonly askedBy: readonly string[];
}

/** An artifact that was asked for and left out, because Spark has its own version of it. */
export interface SparkProvided {
  readonly coordinates: string;
  /** Spark's version, with the name in front where that differs by its Scala suffix. */
  readonly has: string;
  readonly declared: boolean;
  readonly askedBy: readonly string[];
}

/** An artifact that no repository has. */
export interface MissingJar {
  readonly coordinates: string;
  readonly declared: boolean;
  readonly askedBy: readonly string[];
  /** The addresses that were asked. */
  readonly repositories: readonly string[];
}

/** The jars of a job, on this machine's disk. */
export interface ResolvedJars {
  readonly jars: readonly ResolvedJar[];
  readonly provided: readonly SparkProvided[];
  readonly missing: readonly MissingJar[];
  /** The digest of the jars' content and names, for fingerprints. */
  readonly digest: string;
  /** The lock that they come from; undefined where nothing was declared. */
  readonly lockFile?: string;
}

/** `groupId:artifactId:version[:classifier]`, the form in which messages and locks name an artifact. */
export function coordinatesOf(jar: Pick<JarDeclaration, "groupId" | "artifactId" | "version" | "classifier">): string {
  const base = `${jar.groupId}:${jar.artifactId}:${jar.version}`;
  return jar.classifier === undefined || jar.classifier === "" ? base : `${base}:${jar.classifier}`;
}
