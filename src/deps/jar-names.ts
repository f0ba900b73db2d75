import { basename } from "node:path";
import type { LockedJar } from "./lock-file.ts";

/** Executors know a jar by its file's name: where two of a set have the same, the group comes before it. */
export function nameIn(
  set: { readonly jars: readonly Pick<LockedJar, "path">[] },
  jar: Pick<LockedJar, "path" | "coordinates">,
): string {
  const name = basename(jar.path);
  const alike = set.jars.filter(({ path }) => basename(path) === name);
  return alike.length > 1 ? `${jar.coordinates.split(":")[0]}.${name}` : name;
}
