import type { Folders } from "../model/folders.ts";
import type { Result } from "../model/result.ts";
import { placesOfProcess, resolveFolders } from "../toolchain/folders.ts";
import type { AppHost } from "./app-host.ts";

/** Where cache, state and settings of this user lie. */
export function foldersFor(host: AppHost): Result<Folders> {
  return resolveFolders(placesOfProcess(host.env));
}
