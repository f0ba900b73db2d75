import type { FileHandle } from "node:fs/promises";
import { promisify } from "node:util";
import { inflateRaw } from "node:zlib";

/** An entry of a zip file's directory. */
export interface ZipEntry {
  readonly name: string;
  /** Unix permissions; 0 where the archive has none. */
  readonly mode: number;
  readonly size: number;
  readonly read: () => Promise<Buffer>;
}

const inflate = promisify(inflateRaw);
const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;
const longestComment = 0xffff;

/**
 * Reads the directory of a zip file (jar, wheel) without its contents. Zip64 is not understood: no file here has 4 GiB
 * or 65,535 entries. Throws where the file is no zip; those that come in have been verified by their digest.
 */
export async function readZip(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat();
  const tail = await readAt(
    file,
    Math.max(0, size - endBytes - longestComment),
    Math.min(size, endBytes + longestComment),
  );
  const end = lastIndexOfSignature(tail);
  const count = tail.readUInt16LE(end + 10);
  const directory = await readAt(file, tail.readUInt32LE(end + 16), tail.readUInt32LE(end + 12));
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (directory.readUInt32LE(at) !== entrySignature) throw new Error("the zip file's directory is damaged");
    const nameBytes = directory.readUInt16LE(at + 28);
    entries.push(entryAt(file, directory, at, nameBytes));
    at += 46 + nameBytes + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(file: FileHandle, directory: Buffer, at: number, nameBytes: number): ZipEntry {
  const method = directory.readUInt16LE(at + 10);
  const packed = directory.readUInt32LE(at + 20);
  const offset = directory.readUInt32LE(at + 42);
  return {
    name: directory.toString("utf8", at + 46, at + 46 + nameBytes),
    mode: (directory.readUInt32LE(at + 38) >>> 16) & 0o777,
    size: directory.readUInt32LE(at + 24),
    read: async () => {
      const header = await readAt(file, offset, 30);
      // The lengths of the local header; its extra field differs from the directory's.
      const start = offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
      const bytes = await readAt(file, start, packed);
      return method === 0 ? bytes : inflate(bytes);
    },
  };
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  if (bytesRead < length) throw new Error("the zip file is cut short");
  return buffer;
}

function lastIndexOfSignature(tail: Buffer): number {
  for (let at = tail.length - endBytes; at >= 0; at--) {
    if (tail.readUInt32LE(at) === endSignature) return at;
  }
  throw new Error("the file is no zip file");
}
