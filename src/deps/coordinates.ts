/** A groupId, artifactId, classifier or type; begins with no dot, so that no path made of them leaves its folder. */
export const coordinatePart = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;

/** A version or a range of them: `1.0`, `[1.0,2.0)`, `LATEST`. */
export const versionPart = /^[A-Za-z0-9_[(][A-Za-z0-9_.,+[\]() -]*$/;

export interface Coordinates {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly classifier?: string;
  readonly extension?: string;
  /** The version in the file's name where that of a snapshot differs: `1.0-20260102.030405-6`. */
  readonly timestamped?: string;
}

/** Where a Maven repository has the artifact, relative to its root. */
export function repositoryPath(jar: Coordinates): string {
  return `${jar.groupId.replaceAll(".", "/")}/${jar.artifactId}/${jar.version}/${fileName(jar)}`;
}

function fileName(jar: Coordinates): string {
  const classifier = jar.classifier === undefined || jar.classifier === "" ? "" : `-${jar.classifier}`;
  return `${jar.artifactId}-${jar.timestamped ?? jar.version}${classifier}.${jar.extension ?? "jar"}`;
}

const binaryVersion = /^(.+)_(2\.\d+|3)(?:[.-].*)?$/;

/** `scala-slack_2.10` → `scala-slack` for Scala 2.10; undefined for an artifact without Scala's suffix. */
export function scalaSuffix(artifactId: string): { readonly name: string; readonly scala: string } | undefined {
  const [, name, scala] = binaryVersion.exec(artifactId) ?? [];
  return name === undefined || scala === undefined ? undefined : { name, scala };
}
