/** Where the program keeps things of this user; all absolute. Each exists, and can be written to. */
export interface Folders {
  /** What can be made again: Spark, Java, jars, clones, compiled actions. */
  readonly cache: string;
  /** Caches that hold useful things but cannot be written to, such as one baked into an image. */
  readonly readOnlyCaches: readonly string[];
  /** Records of runs. */
  readonly state: string;
  /** The user's settings; need not exist. */
  readonly config: string;
}
