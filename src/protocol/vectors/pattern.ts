import * as v from "valibot";
import type { JsonObject, JsonValue } from "../../model/json.ts";

/** Values that a dialogue has bound, by name. */
export type Bindings = Map<string, JsonValue>;

/**
 * Fills in a message: `{"$ref": name}` is what was bound, `{"$repeat": {text, times}}` a long text, `{"$path": name}` a
 * path in the vector's `folder`, and `{"$source": what}` the snippet of the runner's language that does it.
 */
export function fill(template: JsonValue, bindings: Bindings, source: (what: string) => string): JsonValue {
  if (isList(template)) return template.map((item) => fill(item, bindings, source));
  if (!isObject(template)) return template;
  const { $ref, $path, $source } = template;
  if (typeof $ref === "string") return bound($ref, bindings);
  if (typeof $path === "string") return `${v.parse(v.string(), bound("folder", bindings))}/${$path}`;
  if (typeof $source === "string") return source($source);
  const repeated = v.safeParse(repeat, template);
  if (repeated.success) return longText(repeated.output);
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fill(value, bindings, source)]));
}

const repeat = v.strictObject({ $repeat: v.strictObject({ text: v.string(), times: v.number() }) });
const longText = ({ $repeat: { text, times } }: v.InferOutput<typeof repeat>): string => text.repeat(times);

const placeholder = v.union([
  v.strictObject({ $any: v.picklist(["string", "number", "boolean", "object", "array", "value"]) }),
  v.strictObject({ $bind: v.string() }),
  v.strictObject({ $ref: v.string() }),
  v.strictObject({ $absent: v.literal(true) }),
  v.strictObject({ $matches: v.string() }),
  v.strictObject({ $oneOf: v.array(v.custom<JsonValue>(() => true)) }),
  v.strictObject({ $length: v.strictObject({ min: v.optional(v.number()), max: v.optional(v.number()) }) }),
  repeat,
]);
type Placeholder = v.InferOutput<typeof placeholder>;

/**
 * Says where `actual` differs from `expected`, or `undefined`. Objects may have more keys than expected; lists may not
 * have more items. Placeholders stand for values: see protocol/README.md. Binds only when everything matches.
 */
export function mismatch(expected: JsonValue, actual: JsonValue | undefined, bindings: Bindings): string | undefined {
  const fresh: Bindings = new Map(bindings);
  const wrong = compare(expected, actual, fresh, "");
  if (wrong === undefined) for (const [name, value] of fresh) bindings.set(name, value);
  return wrong;
}

function compare(
  expected: JsonValue,
  actual: JsonValue | undefined,
  bindings: Bindings,
  at: string,
): string | undefined {
  const special = v.safeParse(placeholder, expected);
  if (special.success) return hold(special.output, actual, bindings, at);
  if (isList(expected)) return compareLists(expected, actual, bindings, at);
  if (isObject(expected)) return compareObjects(expected, actual, bindings, at);
  return expected === actual ? undefined : differs(at, JSON.stringify(expected), actual);
}

function compareLists(expected: readonly JsonValue[], actual: JsonValue | undefined, bindings: Bindings, at: string) {
  if (!isList(actual)) return differs(at, "a list", actual);
  if (actual.length !== expected.length) return differs(at, `${expected.length} items`, actual);
  return first(expected.map((item, index) => () => compare(item, actual[index], bindings, `${at}[${index}]`)));
}

function compareObjects(expected: JsonObject, actual: JsonValue | undefined, bindings: Bindings, at: string) {
  if (!isObject(actual)) return differs(at, "an object", actual);
  return first(
    Object.entries(expected).map(
      ([key, value]) =>
        () =>
          compare(value, actual[key], bindings, `${at}.${key}`),
    ),
  );
}

function hold(special: Placeholder, actual: JsonValue | undefined, bindings: Bindings, at: string): string | undefined {
  if ("$absent" in special) return actual === undefined ? undefined : differs(at, "nothing", actual);
  if (actual === undefined) return differs(at, "a value", actual);
  if ("$any" in special) return isKind(special.$any, actual) ? undefined : differs(at, `a ${special.$any}`, actual);
  if ("$ref" in special) return compare(bound(special.$ref, bindings), actual, bindings, at);
  if ("$bind" in special) {
    bindings.set(special.$bind, actual);
    return undefined;
  }
  if ("$oneOf" in special) {
    const fits = special.$oneOf.some((one) => compare(one, actual, new Map(bindings), at) === undefined);
    return fits ? undefined : differs(at, `one of ${JSON.stringify(special.$oneOf)}`, actual);
  }
  if (typeof actual !== "string") return differs(at, "a text", actual);
  if ("$repeat" in special) {
    return actual === longText(special) ? undefined : differs(at, JSON.stringify(special), actual);
  }
  if ("$matches" in special) {
    return new RegExp(special.$matches, "su").test(actual) ? undefined : differs(at, `/${special.$matches}/`, actual);
  }
  const { min = 0, max = Number.POSITIVE_INFINITY } = special.$length;
  return actual.length >= min && actual.length <= max
    ? undefined
    : differs(at, `between ${min} and ${max} characters, not ${actual.length}`, actual);
}

function first(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const wrong = check();
    if (wrong !== undefined) return wrong;
  }
  return undefined;
}

function isKind(kind: "string" | "number" | "boolean" | "object" | "array" | "value", actual: JsonValue): boolean {
  if (kind === "value") return true;
  if (kind === "array") return isList(actual);
  if (kind === "object") return isObject(actual);
  return typeof actual === kind;
}

function bound(name: string, bindings: Bindings): JsonValue {
  const value = bindings.get(name);
  if (value === undefined) throw new Error(`the vector refers to "${name}", which nothing has bound`);
  return value;
}

function differs(at: string, expected: string, actual: JsonValue | undefined): string {
  return `${at === "" ? "the message" : at.slice(1)}: expected ${expected}, got ${shown(actual)}`;
}

/** JSON, cut for reading. */
export function shown(value: JsonValue | undefined): string {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 400)}… (${text.length} characters)` : text;
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}
