import { pathToFileURL } from "node:url";
import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { fetchAll, type FetchTask } from "./fetch-all.ts";
import { findStored } from "./jar-store.ts";
import type { JarsPorts, JarsRequest } from "./jars-request.ts";
import { type LockedJar, type LockedSet, repositoriesFor } from "./lock-file.ts";
import { type Network, openNetwork } from "./network.ts";
import { isMissing, refusalDiagnostics, type RefusedJar } from "./refusals.ts";
import { nameIn } from "./jar-names.ts";
import { storeFolder } from "./store-folder.ts";
import { localRepositoryId, type Repository } from "./wanted-repositories.ts";

/** The path of every jar of a set, by its coordinates. */
export type JarPaths = ReadonlyMap<string, string>;

/** Sees to it that a store has every jar of a locked set, with the locked content. Says which were damaged. */
export async function fetchLocked(set: LockedSet, request: JarsRequest, ports: JarsPorts): Promise<Result<JarPaths>> {
  const store = storeFolder(request.cacheFolder);
  const stores = [store, ...(request.readOnlyCaches ?? []).map(storeFolder)];
  const now = Date.now();
  const searches = await Promise.all(
    set.jars.map(async (jar) => ({ jar, ...(await findStored(stores, { ...jar, name: nameIn(set, jar) }, now)) })),
  );
  const paths = new Map(searches.map(({ jar, path = "" }) => [jar.coordinates, path]));
  const wanted = searches.filter(({ path }) => path === undefined).map(({ jar }) => jar);
  if (wanted.length === 0) return ok(paths);
  const damaged = searches.filter((search) => search.damaged).map(({ jar }) => wasDamaged(jar));
  const fetched = await fetchLacking(wanted, set, store, ports);
  if (!fetched.ok) return failed(...damaged, ...fetched.diagnostics);
  return ok(new Map([...paths, ...fetched.value]), damaged);
}

async function fetchLacking(
  wanted: readonly LockedJar[],
  set: LockedSet,
  store: string,
  ports: JarsPorts,
): Promise<Result<JarPaths>> {
  const opened = openNetwork(store, ports);
  if (!opened.ok) return opened;
  const network = opened.value;
  if (network.offline) return failed(notCached(wanted));
  const tasks = wanted.map((jar) => taskFor(jar, set, network));
  const outcomes = await fetchAll(tasks, network, ports.onProgress);
  ports.signal?.throwIfAborted();
  const paths = new Map<string, string>();
  const refused: RefusedJar[] = [];
  for (const [i, { coordinates }] of wanted.entries()) {
    const outcome = outcomes[i];
    if (outcome?.is === "fetched") paths.set(coordinates, outcome.path);
    else refused.push({ coordinates, refusals: outcome?.refusals ?? [] });
  }
  return refused.length === 0
    ? ok(paths)
    : failed(...refusalDiagnostics(refused), ...refused.filter(isMissing).map(isGone));
}

function taskFor(jar: LockedJar, set: LockedSet, network: Network): FetchTask {
  const repositories = [
    ...localRepository(jar.repository === localRepositoryId, network),
    ...repositoriesFor(jar, set),
  ];
  return { path: jar.path, name: nameIn(set, jar), sha256: jar.sha256, size: jar.size, repositories };
}

/** The user's own Maven repository, where a jar is known to come from it. */
export function localRepository(isWanted: boolean, { settings }: Network): readonly Repository[] {
  if (!isWanted || settings.userRepository === undefined) return [];
  return [{ id: localRepositoryId, url: pathToFileURL(settings.userRepository).href }];
}

function wasDamaged({ coordinates }: LockedJar): Diagnostic {
  return warning("AMA1533", `The cached jar of ${coordinates} was damaged; it is fetched again.`, {
    hint: "If this comes back, check the disk that AMA_CACHE is on.",
  });
}

/** AMA1523: the network is off, and these are not in the cache. */
export function notCached(jars: readonly { readonly coordinates: string }[]): Diagnostic {
  const [first, ...others] = jars.map(({ coordinates }) => coordinates);
  const what = others.length === 0 ? first : `${first} (and ${others.length} more)`;
  return error("AMA1523", `${what} is not in the cache, and the network is off.`, {
    hint: "Unset AMA_OFFLINE (or <offline> in ~/.m2/settings.xml) and run `ama deps` once.",
  });
}

function isGone({ coordinates, refusals }: RefusedJar): Diagnostic {
  const asked = refusals.map(({ repository, asked }) => `${repository.id} (${asked})`).join(" and ");
  return error(
    "AMA1520",
    `No repository has ${coordinates} any more, which the lock file names; asked were ${asked}.`,
    {
      hint: "Delete the lock file to resolve anew, or add the repository that has it to jars.yml.",
    },
  );
}
