import type { Code } from "../diagnostics/codes.ts";
import { error, warning } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import type { Location } from "../model/location.ts";

type Extra = Omit<Diagnostic, "code" | "severity" | "message" | "at" | "sourceLine">;

/** Collects what is wrong with a repo, so that one pass reports everything; fills in the source lines. */
export class Problems {
  readonly #found = new Map<string, Diagnostic>();
  readonly #lineOf: (at: Location) => string | undefined;
  readonly #strict: boolean;

  constructor(lineOf: (at: Location) => string | undefined, strict = false) {
    this.#lineOf = lineOf;
    this.#strict = strict;
  }

  error(code: Code, message: string, at?: Location, extra: Extra = {}): void {
    this.add(error(code, message, this.#placed(at, extra)));
  }

  warning(code: Code, message: string, at?: Location, extra: Extra = {}): void {
    this.add(warning(code, message, this.#placed(at, extra)));
  }

  /** A warning, or with `--strict` an error. */
  lenient(code: Code, message: string, at?: Location, extra: Extra = {}): void {
    this.add((this.#strict ? error : warning)(code, message, this.#placed(at, extra)));
  }

  /** Adds it, unless the same was said of the same place already: files are read once per environment that uses them. */
  add(diagnostic: Diagnostic): void {
    const { at } = diagnostic;
    const place = at === undefined ? "" : `${at.file}:${at.line}:${at.column}`;
    const key = `${diagnostic.code} ${place} ${diagnostic.message}`;
    if (!this.#found.has(key)) this.#found.set(key, diagnostic);
  }

  /** The text of the line at a place; undefined where its file has not been read. */
  lineAt(at: Location): string | undefined {
    return this.#lineOf(at);
  }

  /** In the order of files and places; what has no place comes first. */
  all(): readonly Diagnostic[] {
    return [...this.#found.values()].sort(byPlace);
  }

  #placed(at: Location | undefined, extra: Extra): Extra & Pick<Diagnostic, "at" | "sourceLine"> {
    if (at === undefined) return extra;
    const sourceLine = this.#lineOf(at);
    return sourceLine === undefined ? { at, ...extra } : { at, sourceLine, ...extra };
  }
}

function byPlace({ at: a }: Diagnostic, { at: b }: Diagnostic): number {
  if (a === undefined || b === undefined) return (a === undefined ? 0 : 1) - (b === undefined ? 0 : 1);
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}
