import { basename } from "node:path";
import { error, warning } from "../diagnostics/report.ts";
import { coordinatesOf } from "../model/dependencies.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Action } from "../model/job.ts";
import type { Location } from "../model/location.ts";
import { scalaSuffix } from "./coordinates.ts";

/**
 * Jars that actions run must be built for the session's Scala: one that says by its name that it is not is an error,
 * since its classes would fail somewhere in the middle.
 */
export function checkActionJars(
  actions: readonly Pick<Action, "id" | "source">[],
  scala: string,
  lineOf: (at: Location) => string | undefined = () => undefined,
): readonly Diagnostic[] {
  return actions.flatMap(({ id, source }) => {
    if (source.kind !== "jar" && source.kind !== "artifact") return [];
    const name = source.kind === "jar" ? basename(source.path) : source.artifact.artifactId;
    const suffix = scalaSuffix(name);
    if (suffix === undefined || suffix.scala === scala) return [];
    const jar = source.kind === "jar" ? source.path : coordinatesOf(source.artifact);
    const message = `The action ${id} runs ${jar}, which is built for Scala ${suffix.scala}, and this session's Scala is ${scala}.`;
    const hint = `Build it for Scala ${scala}, or give the environment a Spark whose Scala is ${suffix.scala}.`;
    const sourceLine = lineOf(source.at);
    return [error("AMA1510", message, { at: source.at, ...(sourceLine === undefined ? {} : { sourceLine }), hint })];
  });
}

/** Jars that lie in `deps/` or beside an action, by their paths in the repo: one built for another Scala is a warning. */
export function checkLocalJars(paths: readonly string[], scala: string): readonly Diagnostic[] {
  return paths.flatMap((path) => {
    const suffix = scalaSuffix(basename(path));
    if (suffix === undefined || suffix.scala === scala) return [];
    const message = `${path} is built for Scala ${suffix.scala}, and this session's Scala is ${scala}; what it compiles to may not fit.`;
    return [warning("AMA1510", message, { hint: `Replace it by one built for Scala ${scala}.` })];
  });
}
