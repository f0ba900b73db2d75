import { statementSource } from "./statement-line.ts";

/** The run's sources by line, each file split once. */
export class SourceLines {
  readonly #source: (path: string) => string | undefined;
  readonly #files = new Map<string, readonly string[] | undefined>();

  constructor(source: (path: string) => string | undefined) {
    this.#source = source;
  }

  /** Undefined where the run has no such file. */
  lines(file: string): readonly string[] | undefined {
    if (!this.#files.has(file))
      this.#files.set(
        file,
        this.#source(file)
          ?.replace(/^\u{feff}/u, "")
          .split(/\r\n|\n|\r/),
      );
    return this.#files.get(file);
  }

  statement(file: string, { line, endLine }: { readonly line: number; readonly endLine: number }): string | undefined {
    const lines = this.lines(file);
    return lines && statementSource(lines, line, endLine);
  }
}
