import type { JsonValue } from "../../model/json.ts";
import { plainValue } from "../yaml/plain-value.ts";
import type { Demand } from "./demand.ts";
import type { Violation } from "./violations.ts";

/** What is wrong, as the end of a sentence that begins with the value's name. */
export function whatIsWrong(violation: Violation, { node }: Demand, found: JsonValue | undefined): string {
  const wanted = node === undefined ? undefined : plainValue(node);
  const shown = (value: JsonValue | undefined) => `\`${textOf(value)}\``;
  switch (violation.keyword) {
    case "type":
      return `must be ${typeText(wanted)}, not ${kindOf(found)}`;
    case "enum":
      return `must be one of ${(isList(wanted) ? wanted : []).map(shown).join(", ")}`;
    case "const":
      return `must be ${shown(wanted)}`;
    case "pattern":
      return `must match ${shown(wanted)}`;
    case "false":
      return "is not a key that the schema allows";
    case "anyOf":
      return "fits none of the forms that the schema allows";
    case "oneOf":
      return violation.error.includes("(0 matches)")
        ? "fits none of the forms that the schema allows"
        : "fits more than one of the forms of which the schema allows one";
    case "not":
      return "has a form that the schema forbids";
    case "propertyNames":
      return "has a key that the schema forbids";
    case "uniqueItems":
      return "must not hold the same item twice";
    default:
      return limitText(violation, wanted);
  }
}

const limits: Readonly<Record<string, (limit: string) => string>> = {
  minimum: (limit) => `must be at least ${limit}`,
  maximum: (limit) => `must be at most ${limit}`,
  exclusiveMinimum: (limit) => `must be more than ${limit}`,
  exclusiveMaximum: (limit) => `must be less than ${limit}`,
  multipleOf: (limit) => `must be a multiple of ${limit}`,
  minLength: (limit) => `must have at least ${limit} characters`,
  maxLength: (limit) => `must have at most ${limit} characters`,
  minItems: (limit) => `must have at least ${limit} items`,
  maxItems: (limit) => `must have at most ${limit} items`,
  minProperties: (limit) => `must have at least ${limit} keys`,
  format: (format) => `must have the format \`${format}\``,
  maxProperties: (limit) => `must have at most ${limit} keys`,
};

function limitText({ keyword, error }: Violation, wanted: JsonValue | undefined): string {
  const text = limits[keyword]?.(textOf(wanted));
  return text ?? `does not fit the schema's \`${keyword}\`: ${error.replace(/\.$/, "")}`;
}

const types: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  null: "nothing",
  number: "a number",
  object: "a map",
  string: "a text",
};

function typeText(wanted: JsonValue | undefined): string {
  const names = isList(wanted) ? wanted : [wanted];
  return names.map((name) => types[textOf(name)] ?? textOf(name)).join(" or ");
}

function kindOf(found: JsonValue | undefined): string {
  if (found === null || found === undefined) return "nothing";
  if (isList(found)) return "a list";
  if (typeof found === "object") return "a map";
  return typeof found === "string" ? "a text" : `\`${found}\``;
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
