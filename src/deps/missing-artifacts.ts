import { error, warning } from "../diagnostics/report.ts";
import { coordinatesOf, type JarDeclaration, type MissingJar } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { JarsRequest } from "./jars-request.ts";
import { scalaSuffix } from "./coordinates.ts";
import { fetchText, type Network } from "./network.ts";
import type { Repository } from "./wanted-repositories.ts";
import { elementsAt, parseXml, XmlError } from "./xml.ts";

/** What repositories have under a name. */
interface Offer {
  readonly artifactId: string;
  readonly versions: readonly string[];
}

const scalaVersions = ["3", "2.13", "2.12", "2.11", "2.10"];

/**
 * What exists instead of an artifact that no repository has: its own versions, and those for other Scala versions.
 * A repository that does not answer offers nothing.
 */
export async function offersFor(
  artifact: JarDeclaration,
  repositories: readonly Repository[],
  network: Network,
): Promise<readonly Offer[]> {
  const name = scalaSuffix(artifact.artifactId)?.name ?? artifact.artifactId;
  const names = new Set([artifact.artifactId, ...scalaVersions.map((scala) => `${name}_${scala}`), name]);
  const offers = await Promise.all(
    [...names].map(async (artifactId) => {
      const path = `${artifact.groupId.replaceAll(".", "/")}/${artifactId}/maven-metadata.xml`;
      const found = await Promise.all(repositories.map((repository) => versionsAt(repository, path, network)));
      return { artifactId, versions: [...new Set(found.flat())] };
    }),
  );
  return offers.filter(({ versions }) => versions.length > 0);
}

async function versionsAt(repository: Repository, path: string, network: Network): Promise<readonly string[]> {
  const answer = await fetchText(network, repository, path);
  if (answer.is !== "text") return [];
  try {
    return elementsAt(parseXml(answer.text), "versioning", "versions", "version").map(({ text }) => text);
  } catch (e) {
    // Some servers answer with a page for people where a file is missing.
    if (e instanceof XmlError) return [];
    throw e;
  }
}

/** AMA1520 for an artifact that stops the run; AMA1532 where the repo asks for a warning only. */
export function missingDiagnostic(missing: MissingJar, offers: readonly Offer[], request: JarsRequest): Diagnostic {
  const tolerated = request.requirements.missing === "warn";
  const declaration = request.requirements.artifacts.find((one) => isOf(one, missing));
  const who = missing.declared || missing.askedBy.length === 0 ? "" : `, which ${missing.askedBy.join(" and ")} needs`;
  const asked = missing.repositories.length === 0 ? "" : `; asked were ${missing.repositories.join(" and ")}`;
  const consequence = tolerated ? "; the run goes on without it" : "";
  const message = `No repository has ${missing.coordinates}${who}${asked}${consequence}.`;
  const hints = [
    offerHint(offers),
    tolerated ? "" : "With `missing: warn` in jars.yml only the actions that need it fail.",
  ];
  const hint = hints.filter((text) => text !== "").join(" ");
  const sourceLine = declaration === undefined ? undefined : request.lineOf?.(declaration.at);
  const place =
    declaration === undefined ? {} : { at: declaration.at, ...(sourceLine === undefined ? {} : { sourceLine }) };
  return tolerated ? warning("AMA1532", message, { ...place, hint }) : error("AMA1520", message, { ...place, hint });
}

/** The declaration itself, or the one by which a missing jar came in. */
function isOf(declaration: JarDeclaration, missing: MissingJar): boolean {
  const { groupId, artifactId } = declaration;
  return [missing.coordinates, ...missing.askedBy].some(
    (coordinates) => coordinates === coordinatesOf(declaration) || coordinates.startsWith(`${groupId}:${artifactId}:`),
  );
}

function offerHint(offers: readonly Offer[]): string {
  if (offers.length === 0) return "";
  const list = offers.map(({ artifactId, versions }) => `${artifactId} ${newest(versions)}`);
  return `There is ${list.join("; ")}.`;
}

/** The last ones of a list that repositories keep in order of publication. */
function newest(versions: readonly string[]): string {
  const shown = versions.slice(-6);
  return `${versions.length > shown.length ? "… " : ""}${shown.join(", ")}`;
}
