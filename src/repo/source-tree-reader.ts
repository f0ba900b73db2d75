import { createHash } from "node:crypto";
import { error } from "../diagnostics/report.ts";
import type { Diagnostic } from "../model/diagnostic.ts";
import { failed, ok, type Result } from "../model/result.ts";
import type { TreeEntry } from "./git-commit-files.ts";
import type { WorkingFile, WorkingFiles } from "./git-working-tree.ts";
import type { FoundSources, SourceFile } from "./source-tree.ts";
import { type MemoEntry, SourceTreeMemo } from "./source-tree-memo.ts";
import type { SourceStore } from "./source-tree-store.ts";
import {
  brokenLinkWarning,
  isLfsPointer,
  largeFileWarning,
  largestBytes,
  lfsPointer,
  lfsPointerWarning,
} from "./source-tree-warnings.ts";

/** Files that nobody has committed count as sources up to this size. */
const largestUntrackedBytes = 32 * 1024 * 1024;

/** Stands in the memo for the clean id of a file that is itself a Git LFS pointer. */
const pointerMark = "lfs-pointer";

export interface ReadSources extends FoundSources {
  /** Whether the files differ from the commit's. */
  readonly dirty: boolean;
}

/** Reads every file of a working tree into the store, once; unchanged ones are known from the last time. */
export function readWorkingFiles(
  root: string,
  found: WorkingFiles,
  committed: readonly TreeEntry[],
  store: SourceStore,
): Result<ReadSources> {
  const memo = new SourceTreeMemo(root, store);
  const head = new Map(committed.map((entry) => [entry.path, entry]));
  const sha256Oids = committed.some((entry) => entry.oid.length === 64);
  const diagnostics: Diagnostic[] = found.broken.map((link) => brokenLinkWarning(link.path, link.target));
  const files: SourceFile[] = [];
  const links = new Set(found.links.map((link) => link.path));
  let same = 0;
  for (const file of found.files) {
    const bytes = Number(file.stats.size);
    if (bytes > (head.has(file.path) || file.path.startsWith("deps/") ? largestBytes : largestUntrackedBytes)) {
      diagnostics.push(largeFileWarning(file.path, bytes));
      continue;
    }
    const entry = memo.get(file.path, file.stats) ?? readNow(file, memo, store, sha256Oids);
    if (typeof entry === "string") return failed(unreadable(file.path, entry));
    const oid = head.get(file.path)?.oid;
    if (!links.has(file.path) && (entry.oid === oid || entry.cleanOid === oid)) same++;
    const mode = (file.stats.mode & 0o100n) === 0n ? "file" : "executable";
    files.push({ path: file.path, sha256: entry.sha256, size: entry.size, mode });
    if (entry.cleanOid === pointerMark) diagnostics.push(lfsPointerWarning(file.path));
  }
  memo.save();
  const linked = found.links.filter(
    (link) => head.get(link.path)?.oid === blobId(Buffer.from(link.target), sha256Oids),
  );
  const expected = committed.filter((entry) => entry.mode !== "160000").length;
  const plain = found.files.filter((file) => !isBelowLink(file.path, links)).length;
  const dirty = same + linked.length !== expected || plain + found.links.length !== expected;
  return ok({ files, outside: found.outside, dirty }, diagnostics);
}

function isBelowLink(path: string, links: ReadonlySet<string>): boolean {
  if (links.size === 0) return false;
  const parts = path.split("/");
  return parts.some((_, depth) => links.has(parts.slice(0, depth + 1).join("/")));
}

/** A text says why it could not be read. */
function readNow(file: WorkingFile, memo: SourceTreeMemo, store: SourceStore, sha256Oids: boolean): MemoEntry | string {
  const size = Number(file.stats.size);
  const oid = createHash(sha256Oids ? "sha256" : "sha1").update(`blob ${size}\0`);
  let text: Buffer | undefined;
  try {
    const { sha256, size: sizeRead } = store.putFile(file.file, size, (chunk) => {
      oid.update(chunk);
      if (chunk.length === size) text = Buffer.from(chunk);
    });
    const entry = {
      sha256,
      size: sizeRead,
      oid: oid.digest("hex"),
      cleanOid: cleanOid(text, sha256, size, sha256Oids),
    };
    // Otherwise it was written to between the look at it and the reading.
    if (sizeRead === size) memo.set(file.path, file.stats, entry);
    return entry;
  } catch (cause) {
    if (cause instanceof Error && "code" in cause) return cause.message;
    throw cause;
  }
}

/** What git would have committed: line ends normalised where it is a text with CRLF, or else a Git LFS pointer. */
function cleanOid(text: Buffer | undefined, sha256: string, size: number, sha256Oids: boolean): string {
  if (isLfsPointer(text)) return pointerMark;
  if (text !== undefined && text.includes("\r\n") && !text.includes(0))
    return blobId(Buffer.from(text.toString("latin1").replaceAll("\r\n", "\n"), "latin1"), sha256Oids);
  return blobId(Buffer.from(lfsPointer(sha256, size)), sha256Oids);
}

function blobId(content: Buffer, sha256Oids: boolean): string {
  return createHash(sha256Oids ? "sha256" : "sha1")
    .update(`blob ${content.length}\0`)
    .update(content)
    .digest("hex");
}

function unreadable(path: string, why: string): Diagnostic {
  return error("AMA1414", `${path} cannot be read: ${why}.`, {
    hint: "Check its permissions, or add it to .gitignore.",
  });
}
