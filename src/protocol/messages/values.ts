import * as v from "valibot";
import type { JsonValue } from "../../model/json.ts";

/** A name or another text that must not be empty. */
export const name = v.pipe(v.string(), v.minLength(1));

/** A whole number from 0 on. */
export const count = v.pipe(v.number(), v.integer(), v.minValue(0));

export const strings = v.array(v.string());

/** An object with any keys. */
export const record = <T extends v.GenericSchema>(value: T) => v.record(v.string(), value);

/** Any JSON value. */
export const json: v.GenericSchema<JsonValue> = v.lazy(() =>
  v.union([v.string(), v.number(), v.boolean(), v.null(), v.array(json), v.record(v.string(), json)]),
);

/** A value or, where it could pass the line limit, a file of the attempt that holds it. */
export const orFile = <T extends v.GenericSchema>(value: T) =>
  v.union([v.object({ inline: value }), v.object({ path: v.string() })]);
