import type { Parameter } from "../../model/job.ts";

export const parameterTypes = [
  "string",
  "int",
  "long",
  "double",
  "boolean",
  "date",
  "timestamp",
] as const satisfies readonly Parameter["type"][];

export type ParameterValue =
  | { readonly ok: true; readonly value: string | number | boolean }
  | { readonly ok: false; readonly hint: string };

/**
 * A parameter's text as a value of its type. Dates and timestamps stay texts (`2026-01-31`, `2026-01-31T10:00:00Z`);
 * `today`, `yesterday` and `now` are taken from `now`, dates in the time zone of the process. A long beyond what
 * JSON numbers hold exactly stays a text of digits.
 */
export function readParameterValue(type: Parameter["type"], text: string, now: Date): ParameterValue {
  switch (type) {
    case "string":
      return { ok: true, value: text };
    case "int":
      return wholeNumber(text, -2147483648n, 2147483647n);
    case "long":
      return wholeNumber(text, -9223372036854775808n, 9223372036854775807n);
    case "double":
      return number(text);
    case "boolean":
      return text === "true" || text === "false"
        ? { ok: true, value: text === "true" }
        : { ok: false, hint: "Write `true` or `false`." };
    case "date":
      return date(text, now);
    case "timestamp":
      return timestamp(text, now);
  }
}

function wholeNumber(text: string, least: bigint, most: bigint): ParameterValue {
  if (!/^[+-]?\d{1,20}$/.test(text)) return { ok: false, hint: "Write a whole number." };
  const value = BigInt(text.replace("+", ""));
  if (value < least || value > most) return { ok: false, hint: `It must lie between ${least} and ${most}.` };
  return { ok: true, value: Number.isSafeInteger(Number(value)) ? Number(value) : String(value) };
}

function number(text: string): ParameterValue {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return { ok: false, hint: "Write a number, such as `0.5`." };
  return { ok: true, value };
}

function date(text: string, now: Date): ParameterValue {
  if (text === "today") return { ok: true, value: dateText(now, 0) };
  if (text === "yesterday") return { ok: true, value: dateText(now, -1) };
  if (isDate(text)) return { ok: true, value: text };
  return { ok: false, hint: "Write it as `2026-01-31`, or `today` or `yesterday`." };
}

function timestamp(text: string, now: Date): ParameterValue {
  if (text === "now") return { ok: true, value: now.toISOString() };
  const match = /^(\d{4}-\d\d-\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d)?$/.exec(text);
  if (match?.[1] !== undefined && isDate(match[1])) return { ok: true, value: text };
  return { ok: false, hint: "Write it as `2026-01-31T10:00:00Z`, or `now`." };
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const parsed = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
}

function dateText(now: Date, days: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() + days);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
