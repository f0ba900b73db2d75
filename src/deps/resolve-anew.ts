import { join } from "node:path";
import { warning } from "../diagnostics/report.ts";
import { coordinatesOf, type MissingJar } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, type Result, unlessErrors } from "../model/result.ts";
import { fetchAll } from "./fetch-all.ts";
import type { FetchOutcome } from "./fetch-jar.ts";
import { localRepository, notCached } from "./fetch-locked.ts";
import { type GraphJar, type JarGraph, jarGraph } from "./jar-graph.ts";
import type { JarsPorts, JarsRequest } from "./jars-request.ts";
import type { LockedJar, LockedSet, LockKey } from "./lock-file.ts";
import { missingDiagnostic, offersFor } from "./missing-artifacts.ts";
import { type Network, openNetwork } from "./network.ts";
import { isMissing, refusalDiagnostics, type RefusedJar } from "./refusals.ts";
import { resolverClassPath } from "./resolver-jars.ts";
import { resolverProblems } from "./resolver-problems.ts";
import { askResolver, type ResolverAnswer } from "./resolver-program.ts";
import { nameIn } from "./resolved-jars.ts";
import { storeFolder } from "./store-folder.ts";
import { type Repository, unique, wantedRepositories } from "./wanted-repositories.ts";

/** What the steps of a resolution share. */
export interface Resolution {
  readonly request: JarsRequest;
  readonly ports: JarsPorts;
  readonly network: Network;
  readonly repositories: readonly Repository[];
}

/** Resolves a job's artifacts and fetches their jars. What comes out is worth a lock. */
export async function resolveAnew(request: JarsRequest, key: LockKey, ports: JarsPorts): Promise<Result<LockedSet>> {
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
): Promise<Result<LockedSet>> {
  const { network, ports, request } = resolution;
  const outcomes = await fetchAll(
    jars.map((jar) => taskFor(jar, jars, network)),
    network,
    ports.onProgress,
  );
  ports.signal?.throwIfAborted();
  const locked = jars.flatMap((jar, i) => lockedJar(jar, outcomes[i]));
  const refused = jars.flatMap((jar, i) => refusedJar(jar, outcomes[i]));
  const missing = refused.filter(isMissing).map((one) => missingJar(one, jars));
  const explained = await Promise.all(missing.map((one) => explain(one, resolution)));
  const local = jars.filter(({ installed }) => installed !== undefined && request.lock.keepInRepo).map(isLocalOnly);
  const repositories = usedRepositories(locked, jars, resolution);
  return unlessErrors({ ...key, repositories, jars: locked, provided, missing }, [
    ...refusalDiagnostics(refused),
    ...explained,
    ...local,
  ]);
}

function taskFor(jar: GraphJar, jars: readonly GraphJar[], network: Network) {
  const repositories = [...localRepository(jar.installed !== undefined, network), ...jar.repositories];
  return { path: jar.path, name: nameIn({ jars }, jar), repositories };
}

function lockedJar(jar: GraphJar, outcome: FetchOutcome | undefined): readonly LockedJar[] {
  if (outcome?.is !== "fetched") return [];
  const { coordinates, declared, askedBy, path } = jar;
  const { sha256, size } = outcome;
  return [{ coordinates, declared, askedBy, path, repository: outcome.repository.id, size, sha256 }];
}

function refusedJar({ coordinates }: GraphJar, outcome: FetchOutcome | undefined): readonly RefusedJar[] {
  return outcome?.is === "refused" ? [{ coordinates, refusals: outcome.refusals }] : [];
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
