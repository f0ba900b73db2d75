import { crc32, deflateRawSync } from "node:zlib";

export interface FileInZip {
  /** With `/` between folders. */
  readonly name: string;
  readonly content: Uint8Array;
}

/** Version 2.0 of the format: folders and deflate. */
const neededVersion = 20;
/** Bit 11: names are UTF-8. */
const flags = 0x0800;
/** 1 January 1980, midnight: the format's own beginning, so that equal contents give equal bytes. */
const date = (1 << 5) | 1;

/** A zip file whose bytes depend on names, contents and order alone. */
export function writeZip(files: readonly FileInZip[]): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content } of files) {
    const nameBytes = Buffer.from(name, "utf8");
    const packed = deflateRawSync(content);
    const common = commonHeader(crc32(content), packed.length, content.length, nameBytes.length);
    const local = Buffer.concat([uint32(0x04034b50), common, nameBytes, packed]);
    directory.push(directoryEntry(common, nameBytes, offset));
    bodies.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  return Buffer.concat([...bodies, entries, endRecord(files.length, entries.length, offset)]);
}

/** What the local header and the directory's entry share. */
function commonHeader(checksum: number, packed: number, size: number, nameBytes: number): Buffer {
  const header = Buffer.alloc(26);
  header.writeUInt16LE(neededVersion, 0);
  header.writeUInt16LE(flags, 2);
  header.writeUInt16LE(8, 4); // deflate
  header.writeUInt16LE(0, 6); // time of day
  header.writeUInt16LE(date, 8);
  header.writeUInt32LE(checksum, 10);
  header.writeUInt32LE(packed, 14);
  header.writeUInt32LE(size, 18);
  header.writeUInt16LE(nameBytes, 22);
  return header;
}

function directoryEntry(common: Buffer, name: Buffer, offset: number): Buffer {
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([uint32(0x02014b50), uint16(neededVersion), common, rest, name]);
}

function endRecord(count: number, directoryBytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(offset, 16);
  return end;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
