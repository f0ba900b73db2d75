import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";

/** The whole program as one file: its parts lie in one, so that they belong together whoever replaces it meanwhile. */
export interface BundleFile {
  /** What it was made from, and how that was (`fileStats`). */
  readonly inputs: string;
  /** A CommonJS module, in ASCII. */
  readonly text: string;
  /** V8's code of the functions that a start calls. */
  readonly code: Buffer;
}

/** Holds the lengths of the three parts. */
const headerBytes = 48;

/** Undefined where there is none, or only a part of one. */
export function readBundle(file: string): BundleFile | undefined {
  if (!existsSync(file)) return undefined;
  const bytes = readFileSync(file);
  const [inputs = 0, text = 0, code = 0] = bytes.toString("latin1", 0, headerBytes).split(" ").map(Number);
  const textStart = headerBytes + inputs;
  if (inputs === 0 || bytes.length !== textStart + text + code) return undefined;
  return {
    inputs: bytes.toString("utf8", headerBytes, textStart),
    text: bytes.toString("latin1", textStart, textStart + text),
    code: bytes.subarray(textStart + text),
  };
}

export function writeBundle(file: string, bundle: BundleFile): void {
  const parts = [Buffer.from(bundle.inputs), Buffer.from(bundle.text, "latin1"), bundle.code];
  const header = parts.map(({ length }) => length).join(" ");
  replaceFile(file, Buffer.concat([Buffer.from(header.padEnd(headerBytes)), ...parts]));
}

/** By one rename, so that whoever reads it meanwhile has the file of before, or this one. */
export function replaceFile(file: string, content: Uint8Array): void {
  const partial = `${file}.${process.pid}`;
  // A power cut must not leave the name without the content: V8 believes the code that it is given.
  writeFileSync(partial, content, { flush: true });
  renameSync(partial, file);
}
