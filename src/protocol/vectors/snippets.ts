import type { JsonValue } from "../../model/json.ts";
import { isObject } from "./pattern.ts";
import type { RunnerVector, Sources } from "./vector.ts";

/** What the snippets of a vector do: those that it runs, and those in what it sends. */
export function snippetsOf({ steps }: RunnerVector): readonly string[] {
  return steps.flatMap((step) => ("run" in step ? [step.run.does] : "send" in step ? namedIn(step.send) : []));
}

/** The first thing that a vector has done and that there is no snippet for in the type's language. */
export function missingSnippet(vector: RunnerVector, type: string, sources: Sources): string | undefined {
  return snippetsOf(vector).find((what) => known(sources, what)[type] === undefined);
}

/** The snippet that does it. */
export function snippet(sources: Sources, what: string, type: string): string {
  const source = known(sources, what)[type];
  if (source === undefined) throw new Error(`there is no ${type} source that ${what}`);
  return source;
}

function known(sources: Sources, what: string): Readonly<Record<string, string>> {
  const byType = sources[what];
  if (byType === undefined) throw new Error(`no source does what the vector needs: ${what}`);
  return byType;
}

function namedIn(value: JsonValue): readonly string[] {
  if (!isObject(value)) return [];
  const { $source } = value;
  return typeof $source === "string" ? [$source] : Object.values(value).flatMap(namedIn);
}
