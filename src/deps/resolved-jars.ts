import { stat } from "node:fs/promises";
import { basename } from "node:path";
import type { ResolvedJar, ResolvedJars } from "../model/dependencies.ts";
import { digestOf } from "../model/digest.ts";
import type { JarPaths } from "./fetch-locked.ts";
import { digestOfFile } from "./jar-store.ts";
import type { JarsRequest } from "./jars-request.ts";
import type { LockedJar, LockedSet } from "./lock-file.ts";

/** What the job gets: its local jars, then the declared artifacts, then what they brought. */
export async function resolvedJars(
  request: JarsRequest,
  lock: { readonly set: LockedSet; readonly file: string; readonly paths: JarPaths } | undefined,
): Promise<ResolvedJars> {
  const local = await Promise.all(request.localJars.map(localJar));
  const locked = lock === undefined ? [] : lock.set.jars.map((jar) => lockedJar(jar, lock.paths));
  const jars = [...local, ...locked.filter(({ declared }) => declared), ...locked.filter(({ declared }) => !declared)];
  const digest = digestOf(jars.map((jar) => `${basename(jar.path)} ${jar.sha256}\n`).join(""));
  const { provided = [], missing = [] } = lock?.set ?? {};
  return { jars, provided, missing, digest, ...(lock === undefined ? {} : { lockFile: lock.file }) };
}

async function localJar(path: string): Promise<ResolvedJar> {
  const { size } = await stat(path);
  return {
    coordinates: basename(path),
    path,
    sha256: await digestOfFile(path, "sha256"),
    size,
    declared: true,
    askedBy: [],
  };
}

function lockedJar({ coordinates, declared, askedBy, sha256, size }: LockedJar, paths: JarPaths): ResolvedJar {
  return { coordinates, declared, askedBy, sha256, size, path: paths.get(coordinates) ?? "" };
}
