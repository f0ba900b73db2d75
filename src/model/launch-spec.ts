/** A JVM program to start somewhere, made by a framework and carried out by a cluster; lives in memory only. */
export interface LaunchSpec {
  /** The intent that it fulfils; the process bears it, so that it can be found again. */
  readonly host: string;
  readonly master: string;
  readonly mainClass: string;
  /** Jars, in an order that start-up archives of the JVM depend on. */
  readonly classPath: readonly string[];
  readonly java: string;
  readonly javaOptions: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What the program reads at its start and deletes; may hold secrets. */
  readonly hostFile: HostFile;
  /** Where relative paths of the user's code begin. */
  readonly cwd: string;
  /** A folder of this host alone: classes, its log. */
  readonly folder: string;
  /** What the JVM takes for temporary files; removed when the process has ended. */
  readonly temporary: string;
}

/** The start file of a Spark host; `docs/reference/runner-protocol.md` explains each part. */
export interface HostFile {
  readonly address: string;
  readonly tokenFile: string;
  readonly lingerMs: number;
  readonly epoch: number;
  readonly classesDir: string;
  /** Ends the class path, empty at first: for the classes of `src/lib`. */
  readonly sharedDir?: string;
  readonly runtimeJar: string;
  readonly spark: Readonly<Record<string, string>>;
}

/** A process that a cluster has started. */
export interface StartedProcess {
  readonly pid: number;
  /** Resolves when it is gone, with what is known of why: `exit code 1`, `signal SIGKILL`. */
  readonly exited: Promise<string>;
  kill(signal: "SIGINT" | "SIGTERM" | "SIGKILL"): void;
}
