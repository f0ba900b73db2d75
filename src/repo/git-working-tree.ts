import { type BigIntStats, lstatSync, readdirSync, readlinkSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";

/** A file to read, and the path that it has in the tree. */
export interface WorkingFile {
  readonly path: string;
  /** Where it lies: elsewhere than at `path` where a link leads to it. */
  readonly file: string;
  readonly stats: BigIntStats;
}

export interface WorkingLink {
  readonly path: string;
  readonly target: string;
}

export interface WorkingFiles {
  readonly files: readonly WorkingFile[];
  readonly links: readonly WorkingLink[];
  /** Links that lead out of the repo. */
  readonly outside: readonly string[];
  /** Links that lead nowhere. */
  readonly broken: readonly WorkingLink[];
}

/** What tools leave behind; never a source. */
const litter = new Set([
  ".git",
  ".hg",
  ".svn",
  ".venv",
  "node_modules",
  "__pycache__",
  "spark-warehouse",
  "metastore_db",
  "derby.log",
]);

/** More files than this below one folder are somebody's home or data, not a job. */
export const mostFiles = 50_000;

/** All files below a folder but the litter and the outputs of Spark jobs, as paths relative to `root`. */
export function walk(root: string, folder = "", found: string[] = []): string[] {
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  // Hadoop's committers leave this mark: the folder is a dataset.
  if (folder !== "" && entries.some((entry) => entry.name === "_SUCCESS")) return found;
  for (const entry of entries) {
    if (found.length > mostFiles) return found;
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (litter.has(entry.name)) continue;
    if (entry.isDirectory()) walk(root, path, found);
    else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
  }
  return found;
}

/** Of the paths that git does not track, those that are not litter or a job's output. */
export function withoutLitter(paths: readonly string[]): string[] {
  const datasets = new Set(
    paths.filter((path) => path.endsWith("/_SUCCESS")).map((path) => path.slice(0, -"_SUCCESS".length)),
  );
  return paths.filter((path) => {
    const parts = path.split("/");
    if (parts.some((part) => litter.has(part))) return false;
    return datasets.size === 0 || !parts.some((_, depth) => datasets.has(`${parts.slice(0, depth).join("/")}/`));
  });
}

/** Looks at every path below `root`; a link is followed as long as it stays below `bounds`, the whole repo. */
export function lookAt(root: string, bounds: string, paths: readonly string[]): WorkingFiles {
  const found = {
    files: [] as WorkingFile[],
    links: [] as WorkingLink[],
    outside: [] as string[],
    broken: [] as WorkingLink[],
  };
  const realBounds = realpathSync(bounds);
  for (const path of paths) {
    const file = join(root, path);
    const stats = lstatSync(file, { bigint: true, throwIfNoEntry: false });
    if (stats?.isFile() === true) found.files.push({ path, file, stats });
    else if (stats?.isSymbolicLink() === true)
      followLink({ path, target: readlinkSync(file) }, file, realBounds, found);
  }
  return found;
}

function followLink(
  link: WorkingLink,
  file: string,
  bounds: string,
  found: { files: WorkingFile[]; links: WorkingLink[]; outside: string[]; broken: WorkingLink[] },
): void {
  found.links.push(link);
  const real = realPath(file);
  if (real === undefined) {
    found.broken.push(link);
    return;
  }
  if (isOutside(bounds, real)) {
    found.outside.push(link.path);
    return;
  }
  const stats = lstatSync(real, { bigint: true });
  if (stats.isFile()) found.files.push({ path: link.path, file: real, stats });
  if (!stats.isDirectory()) return;
  // Links inside a linked folder are not followed again: that way lie circles.
  for (const below of walk(real)) {
    const stats = lstatSync(join(real, below), { bigint: true });
    if (stats.isFile()) found.files.push({ path: `${link.path}/${below}`, file: join(real, below), stats });
  }
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === ".." || way.startsWith(`..${sep}`) || way.startsWith(sep);
}

function realPath(file: string): string | undefined {
  try {
    return realpathSync(file);
  } catch (cause) {
    if (isErrno(cause, "ENOENT") || isErrno(cause, "ELOOP") || isErrno(cause, "ENOTDIR")) return undefined;
    throw cause;
  }
}

/** Whether a caught value is a system error with this code. */
function isErrno(cause: unknown, code: string): boolean {
  return cause instanceof Error && "code" in cause && cause.code === code;
}
