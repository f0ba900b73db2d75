import { renderDiagnostics } from "../diagnostics/render.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { AppHost } from "./app-host.ts";
import { exitCodeFor } from "./exit-codes.ts";

/** Prints what was noticed on stderr, if anything. */
export function tell(diagnostics: readonly Diagnostic[], host: AppHost): void {
  if (diagnostics.length > 0)
    host.stderr.write(renderDiagnostics(diagnostics, { colour: host.stderr.colour, columns: host.stderr.columns }));
}

/** Prints why a command cannot go on, and returns its exit code. */
export function giveUp(diagnostics: readonly Diagnostic[], host: AppHost): number {
  tell(diagnostics, host);
  return exitCodeFor(diagnostics);
}
