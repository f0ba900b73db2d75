import type { Location } from "../../model/location.ts";
import type { SourceFiles } from "../../model/source-files.ts";

/** Looks up the line of the sources that a place is on. */
export function lineIn(files: SourceFiles): (at: Location) => string | undefined {
  return ({ file, line }) => {
    const bytes = files.read(file);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes).split(/\r?\n/)[line - 1];
  };
}
