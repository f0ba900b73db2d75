import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Result } from "../../model/result.ts";
import type { SourceFiles } from "../../model/source-files.ts";
import { lineIn } from "./line-in.ts";

/** Adds to each diagnostic of a place the line that it is on, which stages that see no files cannot know. */
export function withSourceLines<T>(result: Result<T>, files: SourceFiles): Result<T> {
  const lineAt = lineIn(files);
  const withLine = (diagnostic: Diagnostic): Diagnostic => {
    const sourceLine = diagnostic.sourceLine ?? (diagnostic.at && lineAt(diagnostic.at));
    return sourceLine === undefined ? diagnostic : { ...diagnostic, sourceLine };
  };
  return { ...result, diagnostics: result.diagnostics.map(withLine) };
}
