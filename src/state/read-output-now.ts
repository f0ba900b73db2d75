import { closeSync, openSync, readSync } from "node:fs";
import { join } from "node:path";
import type { AttemptId } from "../model/event.ts";
import { defaultSegmentBytes, type OutputStream, segmentPath } from "./output-store.ts";
import type { StateFolder } from "./state-folder.ts";

/**
 * Bytes `from` until `to` of what an attempt printed, at once: for a report that prints events as they come. Fewer where
 * some are not there.
 */
export function readOutputNow(
  folder: StateFolder,
  run: string,
  attempt: AttemptId,
  stream: OutputStream,
  from: number,
  to: number,
): Uint8Array {
  const path = join(folder.run(run).output, attempt);
  const result = Buffer.alloc(to - from);
  let filled = 0;
  while (filled < result.length) {
    const at = from + filled;
    const segment = Math.floor(at / defaultSegmentBytes);
    const length = Math.min(result.length - filled, (segment + 1) * defaultSegmentBytes - at);
    const read = readPart(
      segmentPath(path, stream, segment),
      result,
      filled,
      length,
      at - segment * defaultSegmentBytes,
    );
    if (read === 0) break;
    filled += read;
  }
  return result.subarray(0, filled);
}

function readPart(path: string, into: Buffer, offset: number, length: number, position: number): number {
  const file = openSync(path, "r");
  try {
    return readSync(file, into, offset, length, position);
  } finally {
    closeSync(file);
  }
}
