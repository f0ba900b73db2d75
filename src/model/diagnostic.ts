import type { Location } from "./location.ts";

export type Severity = "error" | "warning" | "info";

/**
 * Something to tell the user. `message` says what happened, `hint` what to do about it; `code` is the key of its page
 * in the reference (`AMA1001`).
 */
export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at?: Location;
  /** The text of the line at `at`, kept here so that rendering needs no file. */
  readonly sourceLine?: string;
  readonly hint?: string;
  /** Other places that belong to it, such as the first of two definitions. */
  readonly related?: readonly { readonly message: string; readonly at: Location }[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((d) => d.severity === "error");
}
