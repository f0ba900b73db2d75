import { warning } from "../diagnostics/report.ts";
import { coordinatesOf, type JarDeclaration, type SparkProvided } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Location } from "../model/location.ts";

/** How coordinates depend on each other: what asked for what. */
type Asked = Pick<SparkProvided, "coordinates" | "declared" | "askedBy">;

/**
 * One warning for each declared artifact that, itself or by what it brings, asks for another version of a library than
 * Spark has. Versions that differ behind the second number only are compatible by custom, and Scala's own library is
 * told of by the artifact's suffix.
 */
export function sparkConflicts(
  provided: readonly SparkProvided[],
  all: readonly Asked[],
  declarations: readonly JarDeclaration[],
  lineOf: (at: Location) => string | undefined,
): readonly Diagnostic[] {
  const conflicts = provided.filter(differs);
  return declarations.flatMap((declaration) => {
    const own = conflicts.filter((conflict) => broughtBy(declaration, conflict, all));
    if (own.length === 0) return [];
    const list = own.map(({ coordinates, has }) => `${shortName(coordinates)} (Spark has ${has})`).join(", ");
    const sourceLine = lineOf(declaration.at);
    const place = { at: declaration.at, ...(sourceLine === undefined ? {} : { sourceLine }) };
    const hint = "Spark's own versions are used; if a class or method is then missing, choose a version made for them.";
    return [warning("AMA1530", `${coordinatesOf(declaration)} asks for ${list}.`, { ...place, hint })];
  });
}

function differs({ coordinates, has }: SparkProvided): boolean {
  const [groupId, , asked = ""] = coordinates.split(":");
  if (groupId === "org.scala-lang") return false;
  const significant = (version: string) => version.split(/[.-]/).slice(0, 2).join(".");
  return significant(asked) !== significant(has);
}

/** `jackson-core 2.12.0`. */
function shortName(coordinates: string): string {
  const [, artifactId, version] = coordinates.split(":");
  return `${artifactId} ${version}`;
}

function broughtBy(declaration: JarDeclaration, provided: SparkProvided, all: readonly Asked[]): boolean {
  const prefix = `${declaration.groupId}:${declaration.artifactId}:`;
  const seen = new Set<string>();
  const queue = [provided.coordinates];
  for (const coordinates of queue) {
    if (coordinates.startsWith(prefix)) return true;
    if (seen.has(coordinates)) continue;
    seen.add(coordinates);
    queue.push(...all.filter((one) => one.coordinates === coordinates).flatMap(({ askedBy }) => askedBy));
  }
  return false;
}
