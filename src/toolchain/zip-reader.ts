import { inflateRawSync } from "node:zlib";

/** An entry of a zip file's directory. */
export interface ZipEntry {
  readonly name: string;
  /** Unix permissions; 0 where the archive has none. */
  readonly mode: number;
  readonly size: number;
  readonly read: () => Buffer;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const endBytes = 22;

/**
 * Reads the directory of a zip file (jar, wheel); entries are unpacked when they are read. Zip64 is not understood: no
 * file here has 4 GiB or 65,535 entries. Throws where the bytes are no zip file; those that come in are verified first.
 */
export function readZip(bytes: Buffer): readonly ZipEntry[] {
  const end = lastIndexOfSignature(bytes);
  const count = bytes.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  for (let at = bytes.readUInt32LE(end + 16); entries.length < count; ) {
    if (bytes.readUInt32LE(at) !== entrySignature) throw new Error("the zip file's directory is damaged");
    const nameBytes = bytes.readUInt16LE(at + 28);
    entries.push(entryAt(bytes, at, nameBytes));
    at += 46 + nameBytes + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return entries;
}

function entryAt(bytes: Buffer, at: number, nameBytes: number): ZipEntry {
  const method = bytes.readUInt16LE(at + 10);
  const packedSize = bytes.readUInt32LE(at + 20);
  const header = bytes.readUInt32LE(at + 42);
  return {
    name: bytes.toString("utf8", at + 46, at + 46 + nameBytes),
    mode: (bytes.readUInt32LE(at + 38) >>> 16) & 0o777,
    size: bytes.readUInt32LE(at + 24),
    read: () => {
      // The lengths of the local header; its extra field differs from the directory's.
      const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28);
      const packed = bytes.subarray(start, start + packedSize);
      return method === 0 ? packed : inflateRawSync(packed);
    },
  };
}

function lastIndexOfSignature(bytes: Buffer): number {
  for (let at = bytes.length - endBytes; at >= 0; at--) {
    if (bytes.readUInt32LE(at) === endSignature) return at;
  }
  throw new Error("the file is no zip file");
}
