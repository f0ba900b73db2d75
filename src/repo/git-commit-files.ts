import { posix } from "node:path";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import { type GitContext, git } from "./git-command.ts";
import { gitMissing, lastWords } from "./git-failure.ts";
import type { FoundSources } from "./source-tree.ts";
import type { SourceStore } from "./source-tree-store.ts";
import {
  brokenLinkWarning,
  isLfsPointer,
  isUnreadableName,
  largestBytes,
  lfsPointerWarning,
  largeFileWarning,
  submoduleWarning,
  unreadableNameWarning,
} from "./source-tree-warnings.ts";

/** An entry of a commit's tree, with its path from the repository's root. */
export interface TreeEntry {
  readonly mode: string;
  readonly oid: string;
  readonly size: number;
  readonly path: string;
}

/** How much is read from git at once. */
const batchBytes = 64 * 1024 * 1024;

/** All entries of a commit, or of the folder `below` it, with paths from there. */
export async function listCommit(
  context: GitContext,
  repository: string,
  commit: string,
): Promise<Result<TreeEntry[]>> {
  const listed = await git(context, ["ls-tree", "-r", "-z", "--long", "--full-tree", commit], { in: repository });
  if (listed.status === "missing") return failed(gitMissing("A commit cannot be read without git."));
  if (listed.status !== 0)
    return failed(error("AMA1410", `git could not list commit ${commit}${lastWords(listed.stderr)}`));
  return ok(parseTree(listed.stdout.toString("utf8")));
}

export function parseTree(listing: string): TreeEntry[] {
  return listing.split("\0").flatMap((line) => {
    const match = /^(\d+) \w+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(line);
    if (match === null) return [];
    const [, mode = "", oid = "", size = "0", path = ""] = match;
    return [{ mode, oid, size: size === "-" ? 0 : Number(size), path }];
  });
}

/**
 * Reads a folder of a commit straight from git's objects into the store: nothing is checked out, so that no hook,
 * filter or file-system trick has a say. Symbolic links are followed within the repository.
 */
export async function readCommit(
  context: GitContext,
  repository: string,
  entries: readonly TreeEntry[],
  folder: string,
  store: SourceStore,
): Promise<Result<FoundSources>> {
  const links = entries.filter((entry) => entry.mode === "120000");
  const targets = await readBlobs(context, repository, links);
  if (!targets.ok) return targets;
  const { files, outside, diagnostics } = resolveEntries(
    entries,
    folder,
    (oid) => targets.value.get(oid)?.toString("utf8") ?? "",
  );
  const contents = new Map<string, string>();
  for (const batch of batches(files)) {
    const blobs = await readBlobs(context, repository, batch);
    if (!blobs.ok) return blobs;
    for (const [oid, bytes] of blobs.value) contents.set(oid, store.put(bytes).sha256);
    for (const file of batch)
      if (isLfsPointer(blobs.value.get(file.oid))) diagnostics.push(lfsPointerWarning(file.path));
  }
  const sources = files.map(({ path, oid, size, mode }) => ({
    path,
    sha256: contents.get(oid) ?? "",
    size,
    mode: mode === "100755" ? ("executable" as const) : ("file" as const),
  }));
  return ok({ files: sources, outside }, diagnostics);
}

/** The regular files below `folder`, links replaced by what they lead to. */
function resolveEntries(entries: readonly TreeEntry[], folder: string, target: (oid: string) => string) {
  const diagnostics: Diagnostic[] = [];
  const prefix = folder === "" ? "" : `${folder}/`;
  const files: TreeEntry[] = [];
  const outside: string[] = [];
  for (const entry of entries.filter((candidate) => candidate.path.startsWith(prefix))) {
    const path = entry.path.slice(prefix.length);
    if (isUnreadableName(path)) diagnostics.push(unreadableNameWarning(path));
    else if (entry.mode === "160000") diagnostics.push(submoduleWarning(path));
    else if (entry.mode !== "120000") files.push({ ...entry, path });
    else {
      const followed = followLink(entry, entries, target);
      if (followed === "outside") outside.push(path);
      else if (followed.length === 0) diagnostics.push(brokenLinkWarning(path, target(entry.oid)));
      else for (const found of followed) files.push({ ...found, path: path + found.path });
    }
  }
  const kept = files.filter((file) => file.size <= largestBytes);
  for (const file of files) if (file.size > largestBytes) diagnostics.push(largeFileWarning(file.path, file.size));
  return { files: kept, outside, diagnostics };
}

/** The files that a link stands for, with paths relative to the link; none where it leads nowhere. */
function followLink(
  link: TreeEntry,
  entries: readonly TreeEntry[],
  target: (oid: string) => string,
): TreeEntry[] | "outside" {
  let at = link;
  for (let steps = 0; steps < 10; steps++) {
    const to = posix.normalize(posix.join(posix.dirname(at.path), target(at.oid))).replace(/\/$/, "");
    if (to.startsWith("../") || to === ".." || posix.isAbsolute(target(at.oid))) return "outside";
    const exact = entries.find((entry) => entry.path === to);
    if (exact === undefined) return filesBelow(to, entries);
    if (exact.mode !== "120000") return [{ ...exact, path: "" }];
    at = exact;
  }
  return [];
}

/** Links inside a linked folder are not followed again: that way lie circles. */
function filesBelow(folder: string, entries: readonly TreeEntry[]): TreeEntry[] {
  const prefix = folder === "." ? "" : `${folder}/`;
  return entries
    .filter((entry) => entry.path.startsWith(prefix) && entry.mode.startsWith("100"))
    .map((entry) => ({ ...entry, path: `/${entry.path.slice(prefix.length)}` }));
}

function* batches(files: readonly TreeEntry[]): Generator<TreeEntry[]> {
  let batch: TreeEntry[] = [];
  let size = 0;
  for (const file of files) {
    if (batch.length > 0 && size + file.size > batchBytes) {
      yield batch;
      [batch, size] = [[], 0];
    }
    batch.push(file);
    size += file.size;
  }
  if (batch.length > 0) yield batch;
}

async function readBlobs(
  context: GitContext,
  repository: string,
  entries: readonly TreeEntry[],
): Promise<Result<Map<string, Buffer>>> {
  const oids = [...new Set(entries.map((entry) => entry.oid))];
  if (oids.length === 0) return ok(new Map());
  const read = await git(context, ["cat-file", "--batch"], { in: repository, input: `${oids.join("\n")}\n` });
  const blobs = parseBatch(read.stdout);
  if (read.status === 0 && blobs.size === oids.length) return ok(blobs);
  return failed(error("AMA1410", `git could not read the files of the commit${lastWords(read.stderr)}`));
}

/** `<oid> blob <size>`, a line end, the content, a line end; over and over. */
function parseBatch(output: Buffer): Map<string, Buffer> {
  const blobs = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(0x0a, at);
    const [oid = "", kind, size] = output.toString("latin1", at, end).split(" ");
    at = end + 1;
    if (kind !== "blob") continue;
    blobs.set(oid, output.subarray(at, at + Number(size)));
    at += Number(size) + 1;
  }
  return blobs;
}
