import type { OutputUnit } from "@cfworker/json-schema";
import { segmentsOf } from "./schema-nodes.ts";

/** One thing in which an environment does not fit the schema. */
export interface Violation {
  readonly keyword: string;
  /** Where in the environment. */
  readonly path: readonly string[];
  /** Where in the schema: keywords, names and indices from its root, through every `$ref`. */
  readonly schemaPath: readonly string[];
  /** The validator's own words. */
  readonly error: string;
  /** Why none of several alternatives fits. */
  readonly because: readonly Violation[];
}

/** These sum up what is wrong below them, which says nothing on its own. */
const summaries = new Set(["anyOf", "oneOf", "not", "contains", "propertyNames"]);

/**
 * What a validator has found, without the errors that only say that something below them is wrong. It tells them from
 * the outside to the inside, each before those that it is made of.
 */
export function violationsIn(units: readonly OutputUnit[]): readonly Violation[] {
  const found: Violation[] = [];
  const pending = units.map((unit, i) => ({ unit, location: locationOf(unit, units[i - 1]) }));
  while (pending.length > 0) {
    const next = pending.shift();
    if (next === undefined) break;
    const { unit, location } = next;
    const end = pending.findIndex((one) => !one.location.startsWith(`${location}/`));
    const below = pending.slice(0, end < 0 ? pending.length : end).map((one) => one.unit);
    if (summaries.has(unit.keyword)) {
      pending.splice(0, below.length);
      found.push(violation(unit, location, violationsIn(below)));
    } else if (unit.keyword !== "if" && below.length === 0) found.push(violation(unit, location, []));
  }
  return found;
}

/** Of a schema that is `false` the validator only tells where in the environment, not in the schema. */
function locationOf({ keyword, keywordLocation }: OutputUnit, before: OutputUnit | undefined): string {
  return keyword === "false" && before !== undefined ? `${before.keywordLocation}/false` : keywordLocation;
}

function violation(unit: OutputUnit, location: string, because: readonly Violation[]): Violation {
  const { keyword, instanceLocation, error } = unit;
  return { keyword, path: segmentsOf(instanceLocation), schemaPath: segmentsOf(location), error, because };
}

/** The key that a violation of `required` misses. */
export function missingKey({ keyword, error }: Violation): string | undefined {
  if (keyword === "required") return /property "(.*)"\.$/s.exec(error)?.[1];
  return keyword === "dependentRequired" || keyword === "dependencies"
    ? /does not have "(.*)"\.$/s.exec(error)?.[1]
    : undefined;
}
