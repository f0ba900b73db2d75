/** What a Spark host is started with, once all of it is there. */
export interface Toolchain {
  readonly spark: SparkInstallation;
  readonly java: JavaInstallation;
  readonly runtime: RuntimeJar;
  /** Absent where the JVM has none that works; hosts then start slower. */
  readonly startupCache?: StartupCache;
}

/** Who chose it: the job's environment, the shell's variables, or this program. */
export type InstallationOrigin = "environment" | "ambient" | "managed";

export interface SparkInstallation {
  readonly home: string;
  /** `4.2.0` */
  readonly version: string;
  /** `2.13.18` */
  readonly scala: string;
  /** The jars of its `jars` folder, absolute, in the order of the class path. */
  readonly jars: readonly string[];
  readonly origin: InstallationOrigin;
}

export interface JavaInstallation {
  readonly home: string;
  readonly executable: string;
  /** `25.0.2` */
  readonly version: string;
  readonly major: number;
  readonly modules: readonly string[];
  readonly origin: InstallationOrigin;
}

/** The compiled Scala host. */
export interface RuntimeJar {
  readonly path: string;
  /** SHA-256 of its sources, options and the Spark they were compiled against. */
  readonly digest: string;
}

/** An archive of loaded classes (JDK 25: also of profiles) that shortens the start of a host. */
export interface StartupCache {
  readonly kind: "aot" | "cds";
  readonly path: string;
}

/** What an environment asks for; all optional. */
export interface ToolchainRequest {
  readonly sparkVersion?: string;
  readonly sparkHome?: string;
  readonly javaHome?: string;
}

/** A Python that runs workers; the packages of a job lie in an environment made of it. */
export interface PythonInstallation {
  /** The interpreter itself, not a shim that looks for one. */
  readonly executable: string;
  /** `3.11.7` */
  readonly version: string;
  /** What compiled packages are built for: `cpython-311-linux-x86_64`. */
  readonly platform: string;
  readonly origin: InstallationOrigin;
}

/** Which Python an environment asks for; all optional. */
export interface PythonRequest {
  /** May be given in short: `3.12`. */
  readonly version?: string;
  /** A folder with `bin/python3` in it, or the interpreter itself. */
  readonly home?: string;
}

/** Workers speak JSON, and reach datasets and Spark through Python. */
export type RWorkerPackage = "jsonlite" | "reticulate";

/** An R that runs workers. */
export interface RInstallation {
  /** `Rscript`. */
  readonly executable: string;
  /** `R_HOME`. */
  readonly home: string;
  /** `4.2.2` */
  readonly version: string;
  /** What compiled packages are built for: `x86_64-pc-linux-gnu`. */
  readonly platform: string;
  /** Those of the packages that workers need which its own libraries have. */
  readonly has: readonly RWorkerPackage[];
}
