import type { JsonValue } from "../model/json.ts";
import type { Settings, SettingValue } from "../model/setting.ts";

/** The parameters of a run as JSON; a secret stays the reference that it is. */
export function parameterValues(params: Settings): Record<string, JsonValue> {
  return Object.fromEntries(Object.entries(params).map(([name, { value }]) => [name, asJson(value)]));
}

function asJson(value: SettingValue): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) return value.map(asJson);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, asJson(part)]));
}

function isList(value: object): value is readonly SettingValue[] {
  return Array.isArray(value);
}
