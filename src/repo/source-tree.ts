import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { digestOf } from "../model/digest.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { SourceFiles } from "../model/source-files.ts";
import { SourceStore } from "./source-tree-store.ts";

export interface SourceFile {
  /** Relative to the job's folder, with `/`. */
  readonly path: string;
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
  readonly mode: "file" | "executable";
}

/** The files of one run, fixed at its start; equal digests mean equal files. */
export interface SourceTree extends SourceFiles {
  readonly digest: string;
  /** Sorted by path. */
  readonly files: readonly SourceFile[];
  /** The absolute path of a file's kept content (it has another name there); undefined where it is not kept. */
  localPath(path: string): string | undefined;
  /** Keeps the list of files beside their contents, so that `openSourceTree` finds it; to be called before a run starts. */
  keep(): Result<string>;
}

/** What was found in a repo: the files, whose contents are in the store already, and the links that lead out of it. */
export interface FoundSources {
  readonly files: readonly SourceFile[];
  readonly outside: readonly string[];
}

export function makeSourceTree(found: FoundSources, store: SourceStore): SourceTree {
  const files = found.files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const byPath = new Map(files.map((file) => [file.path, file]));
  const paths = files.map((file) => file.path);
  const folders = new Set(paths.flatMap(foldersAbove));
  const outside = new Set(found.outside);
  const listing = formatListing(files, found.outside);
  const digest = digestOf(listing);
  return {
    digest,
    files,
    list: (folder) => (folder === "" ? paths : paths.filter((path) => path.startsWith(`${folder}/`))),
    kind: (path) => {
      if (byPath.has(path)) return "file";
      if (folders.has(path)) return "folder";
      return outside.has(path) ? "outside" : undefined;
    },
    read: (path) => {
      const file = byPath.get(path);
      return file && store.read(file.sha256);
    },
    localPath: (path) => {
      const file = byPath.get(path);
      return file && existsSync(store.path(file.sha256)) ? store.path(file.sha256) : undefined;
    },
    keep: () => {
      // The list comes first: from then on the contents are named, and no clean-up takes them.
      if (store.problem === undefined) store.write(treeFile(store.dir, digest), listing);
      const missing = store.problem === undefined && files.find((file) => !store.touch(file.sha256));
      if (missing) return failed(gone(digest, `${missing.path} was removed`));
      return store.problem === undefined ? ok(digest) : failed(store.problem);
    },
  };
}

/** `a/b/c.scala`: `""`, `a`, `a/b`. */
function foldersAbove(path: string): string[] {
  const parts = path.split("/");
  return parts.map((_, depth) => parts.slice(0, depth).join("/"));
}

/** The tree that an earlier run has kept; every content is checked against its digest. */
export function openSourceTree(storeDir: string, digest: string): Result<SourceTree> {
  if (!existsSync(treeFile(storeDir, digest))) return failed(gone(digest, "they are not in the store"));
  const listing = readFileSync(treeFile(storeDir, digest), "utf8");
  if (digestOf(listing) !== digest) return failed(gone(digest, "their list is damaged"));
  const tree = makeSourceTree(parseListing(listing), new SourceStore(storeDir));
  for (const file of tree.files) {
    const path = tree.localPath(file.path);
    if (path === undefined) return failed(gone(digest, `${file.path} is missing`));
    if (digestOf(readFileSync(path)) !== file.sha256) return failed(gone(digest, `${file.path} is damaged`));
  }
  return ok(tree);
}

function gone(digest: string, why: string): Diagnostic {
  return error("AMA1417", `The kept sources ${digest.slice(0, 12)} cannot be used: ${why}.`, {
    hint: "Start a new run from the repo.",
  });
}

/** The files of a kept tree without looking at their contents; none where there is no such tree. */
export function openListing(storeDir: string, digest: string): readonly SourceFile[] {
  const file = treeFile(storeDir, digest);
  return existsSync(file) ? parseListing(readFileSync(file, "utf8")).files : [];
}

/** Makes real files of a tree, or of those of its paths that are asked for, under their own names. */
export function exportSourceTree(tree: SourceTree, dir: string, paths: readonly string[] = tree.list("")): void {
  const wanted = new Set(paths);
  const files = tree.files.filter((candidate) => wanted.has(candidate.path));
  for (const folder of new Set(files.map(({ path }) => dirname(join(dir, path)))))
    mkdirSync(folder, { recursive: true });
  for (const file of files) {
    const target = join(dir, file.path);
    rmSync(target, { force: true });
    const kept = tree.localPath(file.path);
    if (kept === undefined) writeFileSync(target, tree.read(file.path) ?? new Uint8Array());
    else copyFileSync(kept, target);
    chmodSync(target, file.mode === "executable" ? 0o755 : 0o644);
  }
}

function treeFile(storeDir: string, digest: string): string {
  return join(storeDir, "trees", digest);
}

/** One line a file, its path last, as JSON writes it, so that it may hold anything. */
function formatListing(files: readonly SourceFile[], outside: readonly string[]): string {
  const lines = files.map((f) => `${f.mode} ${f.sha256} ${f.size} ${JSON.stringify(f.path)}\n`);
  return [...lines, ...outside.toSorted().map((path) => `outside - 0 ${JSON.stringify(path)}\n`)].join("");
}

function parseListing(listing: string): FoundSources {
  const files: SourceFile[] = [];
  const outside: string[] = [];
  for (const line of listing.split("\n")) {
    const match = /^(file|executable|outside) ([0-9a-f]{64}|-) (\d+) (".*")$/.exec(line);
    if (match === null) continue;
    const [, mode, sha256 = "", size] = match;
    const path = String(JSON.parse(match[4] ?? '""'));
    if (mode === "outside") outside.push(path);
    else files.push({ path, sha256, size: Number(size), mode: mode === "executable" ? mode : "file" });
  }
  return { files, outside };
}
