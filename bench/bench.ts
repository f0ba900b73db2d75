/** What every case is given. */
export interface Bench {
  /** The launcher. */
  readonly ama: string;
  /** The pinned Node. */
  readonly node: string;
  readonly root: string;
  /** `examples/odd-numbers`. */
  readonly example: string;
  readonly sparkHome: string;
  /** The folder that holds `bin/java`. */
  readonly javaHome: string;
}
