import { stat } from "node:fs/promises";
import { join } from "node:path";
import { error } from "../../diagnostics/report.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { failed, ok, type Result } from "../../model/result.ts";
import { digestOfFile } from "../jar-store.ts";
import { PackagesFolder, repositoryRows, runPackages } from "./packages-program.ts";
import type { LockedRPackage, LockedRPackages, RLockKey } from "./r-lock.ts";
import { rFailed, rProblems } from "./r-problems.ts";
import type { RLibraryRequest, RPorts } from "./r-request.ts";
import { keepSource } from "./r-sources.ts";

/** Lets R find out which packages are needed, and keeps their sources. */
export async function resolvePackages(
  request: RLibraryRequest,
  key: RLockKey,
  ports: RPorts,
): Promise<Result<LockedRPackages>> {
  const { packages, repositories } = request.requirements;
  if (ports.offline) return failed(notCached(packages.map(({ name }) => name)));
  ports.onProgress?.({ is: "resolving", packages: packages.length });
  await using folder = await PackagesFolder.open(join(request.cacheFolder, "r", "resolving"));
  await folder.write(
    "wanted",
    packages.map(({ name, version = "" }) => [name, version]),
  );
  await folder.write("repositories", repositoryRows(repositories));
  const outcome = await runPackages(request.r.executable, ["resolve", folder.path], folder, ports);
  if (outcome.is === "failed") return failed(rFailed(outcome.output));
  if (outcome.problems.length > 0) return failed(...rProblems(outcome.problems, request));
  const resolved = (await folder.read("resolved")).map(toResolved);
  const locked = await Promise.all(
    inOrder(resolved).map(async (one): Promise<LockedRPackage> => {
      const { name, version, repository, file } = one;
      const path = join(folder.path, file);
      const [sha256, { size }] = [await digestOfFile(path, "sha256"), await stat(path)];
      await keepSource(path, { file, sha256 }, request.cacheFolder);
      const askedBy = resolved.filter(({ needs }) => needs.includes(name)).map((other) => other.name);
      const declared = packages.some((wanted) => wanted.name === name && wanted.at !== undefined);
      return { name, version, repository, file, sha256, size, declared, askedBy };
    }),
  );
  return ok({ declared: key.declared, label: key.label, r: key.r, packages: locked });
}

interface Resolved {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  readonly file: string;
  readonly needs: readonly string[];
}

function toResolved([name = "", version = "", repository = "", file = "", needs = ""]: readonly string[]): Resolved {
  return { name, version, repository, file, needs: needs.split(",").filter((one) => one !== "") };
}

/** Everything behind what it needs, else by name. */
function inOrder(all: readonly Resolved[]): readonly Resolved[] {
  const ordered = new Set<Resolved>();
  const add = (one: Resolved, above: readonly Resolved[]) => {
    if (ordered.has(one) || above.includes(one)) return;
    for (const need of all.filter(({ name }) => one.needs.includes(name))) add(need, [...above, one]);
    ordered.add(one);
  };
  for (const one of all.toSorted((a, b) => (a.name < b.name ? -1 : 1))) add(one, []);
  return [...ordered];
}

/** AMA1565: the network is off, and these are not in the cache. */
export function notCached(names: readonly string[]): Diagnostic {
  return error("AMA1565", `The R packages ${names.join(", ")} are not in the cache, and the network is off.`, {
    hint: "Unset AMA_OFFLINE and run `ama deps` once.",
  });
}
