import type { ConnectionKind } from "./environment.ts";

/** What the rest of the program knows of a runner; plain data, handed to `repo` and `plan` as a value. */
export interface RunnerDescriptor {
  /** The canonical type: `spark-scala`. */
  readonly type: string;
  /** Other names of `type:`. */
  readonly aliases: readonly string[];
  /** 0.2's form: group and the types in it that mean this runner. */
  readonly group: string;
  readonly groupTypes: readonly string[];
  /** What kind of host runs it: `spark` shares one Spark context. */
  readonly host: "spark" | "process";
  /** Where `host` is `process`: the family of processes that runs it; types of one family share a host. */
  readonly process?: string;
  /** Which source language the analysis reads; none for compiled code. */
  readonly language?: "scala" | "python" | "r" | "sql" | "shell";
  /** What an action names: a source file, or a class of a jar. */
  readonly runs: "source" | "class";
  /** How it can take a dataset, the cheapest first; nothing where a server runs it that cannot be handed any. */
  readonly takes: readonly ("reference" | "file")[];
  /** Its datasets are files that its actions make themselves, wherever and in whatever format. */
  readonly ownFiles?: boolean;
  /** Formats of files that it reads, the best first; whatever Spark writes, where it does not say. */
  readonly formats?: readonly string[];
  /** The server that runs its statements: the environment has to say where it is. */
  readonly connection?: ConnectionKind;
  /** File extensions that fit, for a warning. */
  readonly extensions: readonly string[];
  /** How many attempts one host of it runs at once; 4 where it does not say. */
  readonly capacity?: number;
}
