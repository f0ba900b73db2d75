import type { Location } from "../../model/location.ts";
import type { Facts, Findings } from "../findings.ts";
import type { Tree } from "./tree.ts";

/** What goes along on the way through a tree. */
export interface Walk {
  readonly findings: Findings;
  readonly facts: Facts;
  /** Names of functions that the file defines itself, which hide the context's and the session's. */
  readonly ownFunctions: ReadonlySet<string>;
  /** Whether `import AmaContext._` makes its functions callable by their bare names. */
  readonly importsContext: { value: boolean };
  /** Literals that have been understood as a part of something larger. */
  readonly understood: Set<Tree>;
  place(from: Tree, to?: Tree): Location;
}
