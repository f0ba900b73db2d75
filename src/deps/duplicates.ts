import { error, warning } from "../diagnostics/report.ts";
import { coordinatesOf, type JarDeclaration, type RepositoryDeclaration } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { formatLocation, type Location } from "../model/location.ts";

interface Named {
  /** What must be unique. */
  readonly key: string;
  readonly what: string;
  /** What may differ between two of one key. */
  readonly value: string;
  readonly at: Location;
}

/** Repositories of one id, and artifacts of one name: the first counts. Two addresses under one id are an error. */
export function duplicates(
  repositories: readonly RepositoryDeclaration[],
  artifacts: readonly JarDeclaration[],
  lineOf: (at: Location) => string | undefined,
): readonly Diagnostic[] {
  return [...repeated(repositories.map(namedRepository), lineOf), ...repeated(artifacts.map(namedArtifact), lineOf)];
}

function namedRepository({ id, url, at }: RepositoryDeclaration): Named {
  return { key: id, what: `The repository ${id}`, value: url, at };
}

function namedArtifact(artifact: JarDeclaration): Named {
  const { groupId, artifactId, classifier = "", type = "jar", version, at } = artifact;
  const key = [groupId, artifactId, classifier, type].join(":");
  return { key, what: `The artifact ${coordinatesOf(artifact)}`, value: version, at };
}

function repeated(all: readonly Named[], lineOf: (at: Location) => string | undefined): readonly Diagnostic[] {
  const seen = new Map<string, Named>();
  return all.flatMap((one) => {
    const first = seen.get(one.key);
    if (first === undefined) {
      seen.set(one.key, one);
      return [];
    }
    const make = first.value === one.value ? warning : error;
    const difference = first.value === one.value ? "" : `, with ${first.value} and with ${one.value}`;
    const sourceLine = lineOf(one.at);
    return make("AMA1506", `${one.what} is declared twice${difference}.`, {
      at: one.at,
      ...(sourceLine === undefined ? {} : { sourceLine }),
      hint: `Remove one of the two; the other is at ${formatLocation(first.at)}.`,
      related: [{ message: "first declared here", at: first.at }],
    });
  });
}
