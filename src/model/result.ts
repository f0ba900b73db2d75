import { type Diagnostic, hasErrors } from "./diagnostic.ts";

/** What an operation that a user can make fail returns: a value with remarks, or only the reasons why there is none. */
export type Result<T> =
  | { readonly ok: true; readonly value: T; readonly diagnostics: readonly Diagnostic[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export function ok<T>(value: T, diagnostics: readonly Diagnostic[] = []): Result<T> {
  return { ok: true, value, diagnostics };
}

export function failed<T = never>(...diagnostics: readonly Diagnostic[]): Result<T> {
  return { ok: false, diagnostics };
}

/** `ok` with the value, unless one of the diagnostics is an error. */
export function unlessErrors<T>(value: T, diagnostics: readonly Diagnostic[]): Result<T> {
  return hasErrors(diagnostics) ? { ok: false, diagnostics } : ok(value, diagnostics);
}

/** Why there is no value, as one text: the message of an error that has no place for diagnostics. */
export function reasonOf({ diagnostics }: Result<unknown>): string {
  return diagnostics.map(({ message }) => message).join(" ");
}
