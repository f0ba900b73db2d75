import type { Location } from "./location.ts";

/** An artifact as a repo asks for it. */
export interface JarDeclaration {
  readonly groupId: string;
  readonly artifactId: string;
  readonly version: string;
  readonly classifier?: string;
  readonly exclusions: readonly { readonly groupId: string; readonly artifactId: string }[];
  readonly at: Location;
}

/** A repository of artifacts as a repo names it. */
export interface RepositoryDeclaration {
  readonly id: string;
  readonly type: string;
  readonly url: string;
  readonly at: Location;
}
