import type { RepositoryDeclaration } from "../model/dependencies.ts";
import { isMavenCentral, mavenCentral, retirementOf } from "./retired-repositories.ts";

/** A repository to ask. Its address is the public one: which mirror stands for it is each machine's own affair. */
export interface Repository {
  readonly id: string;
  readonly url: string;
}

/** The id of the user's own Maven repository, which `mvn install` fills; no mirror stands for it. */
export const localRepositoryId = "local";

/**
 * The repositories to ask, in order: the declared ones, retired ones by their successors, and Maven Central last unless
 * it was named before, as Maven does. Central is always called `central`, so that settings.xml's mirrors of it apply.
 */
export function wantedRepositories(declared: readonly RepositoryDeclaration[]): readonly Repository[] {
  const current = declared.flatMap(({ id, url }) => inService({ id, url }) ?? []);
  return unique([...current, mavenCentral]);
}

/** The repository, or its successor where it is retired; undefined where there is none. */
export function inService(repository: Repository): Repository | undefined {
  const retirement = retirementOf(repository.url);
  const url = retirement === undefined ? repository.url : retirement.successor;
  if (url === undefined) return undefined;
  return isMavenCentral(url) ? mavenCentral : { id: repository.id, url };
}

/** Without those whose id or address came before. */
export function unique(repositories: readonly Repository[]): readonly Repository[] {
  const kept: Repository[] = [];
  for (const one of repositories) if (!kept.some(({ id, url }) => id === one.id || url === one.url)) kept.push(one);
  return kept;
}
