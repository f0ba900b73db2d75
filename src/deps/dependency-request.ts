import type { Location } from "../model/location.ts";

/** What every request for packages of a job says beside what it asks for. */
export interface DependencyRequest {
  /** `$AMA_CACHE`. */
  readonly cacheFolder: string;
  /** Caches that can only be read, such as one in an image; what was made in them and their locks are used too. */
  readonly readOnlyCaches?: readonly string[];
  readonly lock: LockPlace;
  /** Resolve again although the lock fits. */
  readonly update?: boolean;
  /** The text of a line of the repo, for messages. */
  readonly lineOf?: (at: Location) => string | undefined;
}

/** Where the lock of a kind of packages lies. */
export interface LockPlace {
  /** The lock in `deps/` of the checkout, absolute. It is used where it is there. */
  readonly repoFile: string;
  /** Whether to write it; false for checkouts that are ours, such as a cached clone. Then the lock lies in the cache. */
  readonly keepInRepo: boolean;
}
