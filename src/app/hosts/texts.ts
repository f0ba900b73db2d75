import type { Diagnostic } from "../../model/diagnostic.ts";
import type { JsonValue } from "../../model/json.ts";
import { type Result, unlessErrors } from "../../model/result.ts";
import type { SettingValue } from "../../model/setting.ts";

/** Settings as the texts that Spark and process environments take; secrets are filled in. */
export function textsOf(
  settings: Readonly<Record<string, SettingValue>>,
  reveal: (value: SettingValue) => Result<JsonValue>,
): Result<Readonly<Record<string, string>>> {
  const problems: Diagnostic[] = [];
  const texts = Object.entries(settings).map(([key, value]) => {
    const revealed = reveal(value);
    if (!revealed.ok) problems.push(...revealed.diagnostics);
    return [key, revealed.ok ? textOf(revealed.value) : ""] as const;
  });
  return unlessErrors(Object.fromEntries(texts), problems);
}

function textOf(value: JsonValue): string {
  if (typeof value === "string") return value;
  return value !== null && typeof value === "object" ? JSON.stringify(value) : String(value ?? "");
}
