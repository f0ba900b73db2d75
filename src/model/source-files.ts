/**
 * A read-only view of a repo's files: a checkout of a commit, a working tree as it is, or a test's own.
 * Paths are relative to the repo's root, with `/` on every platform, without `.` or `..` segments.
 */
export interface SourceFiles {
  /** All files below a folder, at any depth, sorted; all of the repo for `""`; none where there is no such folder. */
  list(folder: string): readonly string[];
  /** The bytes of a file; undefined where there is none, or where it is a link that leads out of the repo. */
  read(path: string): Uint8Array | undefined;
  /** What there is at a path; links are followed, `outside` is one that leads out of the repo. */
  kind(path: string): SourceKind | undefined;
}

export type SourceKind = "file" | "folder" | "outside";
