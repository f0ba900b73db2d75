import { warning } from "../diagnostics/report.ts";
import {
  coordinatesOf,
  type JarDeclaration,
  type JarRequirements,
  type RepositoryDeclaration,
} from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Location } from "../model/location.ts";
import { scalaSuffix } from "./coordinates.ts";
import { retirementOf } from "./retired-repositories.ts";

type LineOf = (at: Location) => string | undefined;

/**
 * What can be said of a job's jars without Java and without the network: artifacts and local jars for another Scala
 * than the session's (`scala` is its binary version, as in `2.13`), and repositories that are retired or not encrypted.
 */
export function checkJars(
  requirements: JarRequirements,
  scala: string,
  lineOf: LineOf = () => undefined,
): readonly Diagnostic[] {
  return [
    ...requirements.repositories.flatMap((repository) => checkRepository(repository, lineOf)),
    ...requirements.artifacts.flatMap((artifact) => checkArtifact(artifact, scala, lineOf)),
  ];
}

function checkArtifact(artifact: JarDeclaration, scala: string, lineOf: LineOf): readonly Diagnostic[] {
  const suffix = scalaSuffix(artifact.artifactId);
  if (suffix === undefined || suffix.scala === scala) return [];
  const message = `${coordinatesOf(artifact)} is built for Scala ${suffix.scala}, and this session's Scala is ${scala}; what it compiles to may not fit.`;
  const hint = `Ask for ${suffix.name}_${scala}, in a version that exists for it.`;
  return [warning("AMA1510", message, { ...place(artifact.at, lineOf), hint })];
}

function checkRepository({ id, url, at }: RepositoryDeclaration, lineOf: LineOf): readonly Diagnostic[] {
  const retirement = retirementOf(url);
  if (retirement?.successor !== undefined) {
    const message = `The repository ${id} (${url}) is retired: ${retirement.why}; ${retirement.successor} is asked instead.`;
    return [warning("AMA1511", message, { ...place(at, lineOf), hint: `Write \`url: ${retirement.successor}\`.` })];
  }
  if (retirement !== undefined) {
    const message = `The repository ${id} (${url}) is retired: ${retirement.why}; it is not asked.`;
    return [
      warning("AMA1511", message, {
        ...place(at, lineOf),
        hint: "Remove it; most of what it had is on Maven Central.",
      }),
    ];
  }
  return isUnencrypted(url) ? [plainHttp(id, url, place(at, lineOf))] : [];
}

function plainHttp(id: string, url: string, where: ReturnType<typeof place>): Diagnostic {
  const message = `The repository ${id} (${url}) is reached over plain HTTP, so that others on the network can replace its jars.`;
  return warning("AMA1512", message, {
    ...where,
    hint: `Write \`url: ${url.replace("http:", "https:")}\` if it answers there.`,
  });
}

function isUnencrypted(url: string): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === "http:" && !["localhost", "127.0.0.1", "[::1]"].includes(hostname);
}

function place(at: Location, lineOf: LineOf): { at: Location; sourceLine?: string } {
  const sourceLine = lineOf(at);
  return sourceLine === undefined ? { at } : { at, sourceLine };
}
