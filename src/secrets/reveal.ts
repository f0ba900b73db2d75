import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { JsonValue } from "../model/json.ts";
import { type Result, unlessErrors } from "../model/result.ts";
import { isSecretText, type SecretText, type SettingValue } from "../model/setting.ts";
import type { Secrets } from "./resolve-secrets.ts";

/** The names of all secrets in a value, each as often as it occurs. */
export function secretNames(value: SettingValue): string[] {
  if (typeof value !== "object" || value === null) return [];
  if (isSecretText(value)) return value.$secret.flatMap((part) => (typeof part === "string" ? [] : [part.secret]));
  return Object.values(value).flatMap(secretNames);
}

/** The value with its secrets filled in; to be handed to what needs it, and kept nowhere. */
export function reveal(value: SettingValue, secrets: Secrets): Result<JsonValue> {
  const missing: Diagnostic[] = [];
  return unlessErrors(filledIn(value, secrets, missing), missing);
}

function filledIn(value: SettingValue, secrets: Secrets, missing: Diagnostic[]): JsonValue {
  if (typeof value !== "object" || value === null) return value;
  if (isSecretText(value)) return textOf(value, secrets, missing);
  if (isList(value)) return value.map((item) => filledIn(item, secrets, missing));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filledIn(item, secrets, missing)]));
}

function isList(value: SettingValue): value is readonly SettingValue[] {
  return Array.isArray(value);
}

function textOf(text: SecretText, secrets: Secrets, missing: Diagnostic[]): string {
  const parts = text.$secret.map((part) => {
    if (typeof part === "string") return part;
    const value = secrets.get(part.secret);
    if (value === undefined) missing.push(error("AMA1451", `The secret ${part.secret} is not defined.`));
    return value ?? "";
  });
  return parts.join("");
}
