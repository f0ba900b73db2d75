import { join } from "node:path";
import { warning } from "../diagnostics/report.ts";
import { coordinatesOf, type MissingJar } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, type Result, unlessErrors } from "../model/result.ts";
import { fetchAll } from "./fetch-all.ts";
import { type JarPaths, localRepository, notCached } from "./fetch-locked.ts";
import { type GraphJar, type JarGraph, jarGraph } from "./jar-graph.ts";
import type { JarsPorts, JarsRequest } from "./jars-request.ts";
import type { LockedJar, LockedSet, LockKey } from "./lock-file.ts";
import { missingDiagnostic, offersFor } from "./missing-artifacts.ts";
import { type Network, openNetwork } from "./network.ts";
import { isMissing, refusalDiagnostics, type RefusedJar } from "./refusals.ts";
import { resolverClassPath } from "./resolver-jars.ts";
import { resolverProblems } from "./resolver-problems.ts";
import { askResolver, type ResolverAnswer } from "./resolver-program.ts";
import { nameIn } from "./jar-names.ts";
import { storeFolder } from "./store-folder.ts";
import { type Repository, unique, wantedRepositories } from "./wanted-repositories.ts";

/** What the steps of a resolution share. */
export interface Resolution {
  readonly request: JarsRequest;
  readonly ports: JarsPorts;
  readonly network: Network;
  readonly repositories: readonly Repository[];
}

/** A set that is worth a lock, and where its jars are. */
export interface ResolvedSet {
  readonly set: LockedSet;
  readonly paths: JarPaths;
}

/** Resolves a job's artifacts and fetches their jars. */
export async function resolveAnew(request: JarsRequest, key: LockKey, ports: JarsPorts): Promise<Result<ResolvedSet>> {
  const network = openNetwork(storeFolder(request.cacheFolder), ports);
  if (!network.ok) return network;
  const { artifacts, repositories } = request.requirements;
  if (network.value.offline) return failed(notCached(artifacts.map((one) => ({ coordinates: coordinatesOf(one) }))));
  const resolution = { request, ports, network: network.value, repositories: wantedRepositories(repositories) };
  const answer = await ask(resolution);
  ports.signal?.throwIfAborted();
  if (!answer.ok) return answer;
  const problems = await resolverProblems(answer.value.problems, resolution);
  return problems.length > 0 ? failed(...problems) : lockGraph(jarGraph(answer.value), key, resolution);
}

async function ask({ request, ports, network, repositories }: Resolution): Promise<Result<ResolverAnswer>> {
  const classPath = await resolverClassPath(network, ports.onProgress);
  if (!classPath.ok) return classPath;
  let read = 0;
  return askResolver(request.requirements.artifacts, repositories, {
    java: ports.java,
    program: ports.resolverProgram,
    classPath: classPath.value,
    pomFolder: join(request.cacheFolder, "poms"),
    sparkJars: request.session.jarsFolder,
    env: ports.env,
    network,
    onReading: (resource) => ports.onProgress?.({ is: "resolving", read: ++read, resource }),
  });
}

async function lockGraph(
  { jars, provided }: JarGraph,
  key: LockKey,
  resolution: Resolution,
): Promise<Result<ResolvedSet>> {
  const { network, ports, request } = resolution;
  const tasks = jars.map((jar) => taskFor(jar, jars, network));
  const outcomes = await fetchAll(tasks, network, ports.onProgress);
  ports.signal?.throwIfAborted();
  const [locked, paths, refused] = [new Array<LockedJar>(), new Map<string, string>(), new Array<RefusedJar>()];
  for (const [i, { coordinates, declared, askedBy, path }] of jars.entries()) {
    const outcome = outcomes[i];
    if (outcome?.is === "fetched") {
      const { repository, size, sha256 } = outcome;
      locked.push({ coordinates, declared, askedBy, path, repository: repository.id, size, sha256 });
      paths.set(coordinates, outcome.path);
    } else refused.push({ coordinates, refusals: outcome?.refusals ?? [] });
  }
  const missing = refused.filter(isMissing).map((one) => missingJar(one, jars));
  const explained = await Promise.all(missing.map((one) => explain(one, resolution)));
  const local = jars.filter(({ installed }) => installed !== undefined && request.lock.keepInRepo).map(isLocalOnly);
  const repositories = usedRepositories(locked, jars, resolution);
  const set = { ...key, repositories, jars: locked, provided, missing };
  return unlessErrors({ set, paths }, [...refusalDiagnostics(refused), ...explained, ...local]);
}

function taskFor(jar: GraphJar, jars: readonly GraphJar[], network: Network) {
  const repositories = [...localRepository(jar.installed !== undefined, network), ...jar.repositories];
  return { path: jar.path, name: nameIn({ jars }, jar), repositories };
}

function missingJar({ coordinates, refusals }: RefusedJar, jars: readonly GraphJar[]): MissingJar {
  const { declared = false, askedBy = [] } = jars.find((jar) => jar.coordinates === coordinates) ?? {};
  const repositories = refusals.map(({ repository, asked }) => `${repository.id} (${asked})`);
  return { coordinates, declared, askedBy, repositories };
}

/** Looks up what there is instead of an artifact that the repo names itself. */
async function explain(missing: MissingJar, { request, repositories, network }: Resolution): Promise<Diagnostic> {
  const declaration = request.requirements.artifacts.find((one) => coordinatesOf(one) === missing.coordinates);
  const offers = declaration === undefined ? [] : await offersFor(declaration, repositories, network);
  return missingDiagnostic(missing, offers, request);
}

function isLocalOnly({ coordinates }: GraphJar): Diagnostic {
  return warning(
    "AMA1534",
    `${coordinates} comes from this machine's own Maven repository, which other machines do not have.`,
    {
      hint: "Publish it to a repository that all have, and name that in jars.yml.",
    },
  );
}

/** The declared repositories, and those of POMs and settings that a jar came from. */
function usedRepositories(
  locked: readonly LockedJar[],
  jars: readonly GraphJar[],
  { repositories }: Resolution,
): readonly Repository[] {
  const sources = new Set(locked.map(({ repository }) => repository));
  const others = jars.flatMap((jar) => jar.repositories).filter(({ id }) => sources.has(id));
  return unique([...repositories, ...others]);
}
