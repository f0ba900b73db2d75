import { join } from "node:path";
import type { DependencyRequest } from "../../deps/dependency-request.ts";
import type { Folders } from "../../model/folders.ts";
import { lineIn } from "../reading/line-in.ts";
import type { Prepared } from "../reading/prepare.ts";

/** What every request for packages of a job says; `lock` is the name of their lock in `deps/`. */
export function dependencyRequest(
  checkout: Prepared["checkout"],
  lock: string,
  { cache, readOnlyCaches }: Pick<Folders, "cache" | "readOnlyCaches">,
  update: boolean,
): DependencyRequest {
  return {
    cacheFolder: cache,
    readOnlyCaches,
    lock: { repoFile: join(checkout.baseDir, "deps", lock), keepInRepo: checkout.isWorkingTree },
    update,
    lineOf: lineIn(checkout.tree),
  };
}
