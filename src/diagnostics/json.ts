import { type Diagnostic, hasErrors } from "../model/diagnostic.ts";

/** Diagnostics as the value that `--format json` prints. */
export interface DiagnosticsReport {
  readonly schema: 1;
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export function diagnosticsAsJson(diagnostics: readonly Diagnostic[]): DiagnosticsReport {
  return { schema: 1, valid: !hasErrors(diagnostics), diagnostics };
}
