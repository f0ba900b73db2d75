import type { JsonValue } from "./json.ts";
import type { Location } from "./location.ts";

/** Names a secret; its value is looked up only when an action or host is started, and is never kept. */
export interface SecretRef {
  readonly secret: string;
}

/**
 * A text of which parts are secret, such as `"jdbc:…?password=${secret:DB}"`. The one key says so in plan, record and
 * events, which hold this in the value's stead.
 */
export interface SecretText {
  readonly $secret: readonly (string | SecretRef)[];
}

/** A JSON value in which any text may be a `SecretText`. */
export type SettingValue =
  | string
  | number
  | boolean
  | null
  | SecretText
  | readonly SettingValue[]
  | { readonly [key: string]: SettingValue };

/** Where a value came from: a place in a file, or the part of the command line that gave it. */
export type Origin = { readonly at: Location } | { readonly option: string } | { readonly builtIn: string };

/** A resolved value, and where it came from. */
export interface Setting<T extends SettingValue = SettingValue> {
  readonly value: T;
  readonly origin: Origin;
}

export type Settings = Readonly<Record<string, Setting>>;

export function isSecretText(value: SettingValue | JsonValue): value is SecretText {
  return typeof value === "object" && value !== null && "$secret" in value;
}
