/** A place in a file of the repo. Lines and columns count from 1; `end…` is exclusive and on `line` when `endLine` is missing. */
export interface Location {
  /** Relative to the repo's root, with `/` on every platform. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine?: number;
  readonly endColumn?: number;
}

/** `file:line:column`, the form that editors and terminals turn into a link. */
export function formatLocation(at: Location): string {
  return `${at.file}:${at.line}:${at.column}`;
}
